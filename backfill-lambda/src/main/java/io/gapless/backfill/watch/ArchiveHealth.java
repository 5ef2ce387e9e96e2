package io.gapless.backfill.watch;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How the archive stands, from its checkpoints alone.
///
/// @param missing ids wanted by following that nobody has and nobody writes; what a backfill asked for
///     does not count, it may take days
/// @param missingBySymbol the same, of the symbols that miss any
/// @param oldestGap for how long it has been known at least that the oldest of them is missing; zero
///     where nothing is, or where a gap has just been found
/// @param mostRanges of one symbol's `archived` and claims
public record ArchiveHealth(
        long missing, Map<String, Long> missingBySymbol, Duration oldestGap, int mostRanges) {
    /// Symbols named at most.
    static final int MAX_SYMBOLS = 50;

    public ArchiveHealth {
        missingBySymbol = new TreeMap<>(missingBySymbol);
    }

    /// @param now to measure ages at
    public static ArchiveHealth of(List<Checkpoint> checkpoints, Instant now) {
        long missing = 0;
        int ranges = 0;
        Map<String, Long> bySymbol = new TreeMap<>();
        List<Instant> since = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            List<Gap> gaps =
                    checkpoint.gaps(OptionalLong.empty()).stream()
                            .filter(gap -> gap.kind() == Gap.Kind.FOLLOWED)
                            .toList();
            long here = gaps.stream().mapToLong(gap -> gap.range().size()).sum();
            if (here > 0 && bySymbol.size() < MAX_SYMBOLS) {
                bySymbol.put(checkpoint.symbol().toString(), here);
            }
            missing += here;
            gaps.forEach(gap -> knownSince(checkpoint, gap).forEach(since::add));
            checkpoint.expiredClaims(now).stream().map(Claim::expires).forEach(since::add);
            ranges =
                    Math.max(
                            ranges,
                            checkpoint.archived().rangeCount() + checkpoint.claims().size());
        }
        Duration oldest =
                since.stream()
                        .min(Instant::compareTo)
                        .map(at -> Duration.between(at, now))
                        .filter(Duration::isPositive)
                        .orElse(Duration.ZERO);
        return new ArchiveHealth(missing, bySymbol, oldest, ranges);
    }

    private static List<Instant> knownSince(Checkpoint checkpoint, Gap gap) {
        return checkpoint.deferred().stream()
                .filter(deferral -> deferral.range().overlaps(gap.range()))
                .map(Deferral::since)
                .toList();
    }
}
