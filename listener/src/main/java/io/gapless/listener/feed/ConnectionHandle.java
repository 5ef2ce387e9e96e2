package io.gapless.listener.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.glassfish.tyrus.spi.UpgradeResponse;

/// The hold on one connection that Tyrus does not give: what the exchange answered to the
/// handshake, and a way to cut the socket in whatever state it is. Safe for any thread.
final class ConnectionHandle {
    private static final int MAX_SECONDS_DIGITS = 9;

    private final List<Runnable> cutters = new ArrayList<>();
    private boolean cut;
    private OptionalInt status = OptionalInt.empty();
    private Optional<Duration> retryAfter = Optional.empty();
    private String reason = "";

    /// Adds a way to cut; used at once if the connection has been cut before.
    void cutBy(Runnable cutter) {
        synchronized (this) {
            if (!cut) {
                cutters.add(cutter);
                return;
            }
        }
        cutter.run();
    }

    /// Closes the socket without a word. Idempotent.
    void cut() {
        List<Runnable> all;
        synchronized (this) {
            cut = true;
            all = List.copyOf(cutters);
            cutters.clear();
        }
        all.forEach(Runnable::run);
    }

    synchronized void answered(UpgradeResponse response) {
        status = OptionalInt.of(response.getStatus());
        String phrase = response.getReasonPhrase();
        reason = phrase == null ? "" : TradeFrameDecoder.sample(phrase);
        response.getHeaders().entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .ifPresent(value -> retryAfter = seconds(value));
    }

    /// Why connecting failed, where the exchange answered with something else than an upgrade.
    synchronized Optional<ConnectFailure> refusal() {
        return status.isPresent() && status.getAsInt() != 101
                ? Optional.of(new ConnectFailure(status, retryAfter, reason))
                : Optional.empty();
    }

    private static Optional<Duration> seconds(String value) {
        String digits = value.strip();
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= MAX_SECONDS_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Duration.ofSeconds(Long.parseLong(digits))) : Optional.empty();
    }
}
