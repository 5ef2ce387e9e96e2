package io.gapless.protocol;

import io.gapless.archive.Claim;
import java.time.Duration;

/// Who claims, and for how long.
///
/// @param owner for people to read, such as `listener/ip-10-0-0-7`
/// @param claimLife how long a claim holds before others may take it over, renewed at half of it;
///     between one second and [Claim#MAX_LIFE]
public record Claimant(String owner, Duration claimLife) {
    public Claimant {
        if (claimLife.compareTo(Duration.ofSeconds(1)) < 0
                || claimLife.compareTo(Claim.MAX_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "a claim's life of %s is not between 1 s and %s"
                            .formatted(claimLife, Claim.MAX_LIFE));
        }
    }
}
