package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;

/// Says when to try again what could not be filled: the longer it has been so, the later; and what was
/// stepped over when a second sight would prove something.
///
/// @param absentAfter how long after the first sight a second one proves that ids never existed
record RetryPolicy(Duration absentAfter) {
    /// First wait after a range could not be filled; grows with how long that has been so.
    static final Duration SHORTEST_RETRY = Duration.ofSeconds(30);

    static final Duration LONGEST_RETRY = Duration.ofHours(1);

    /// @param checkpoint remembers since when, if the reason is not new
    Deferral deferral(Checkpoint checkpoint, TradeIdRange range, Reason reason, Instant now) {
        Instant since =
                checkpoint.deferred().stream()
                        .filter(d -> d.reason() == reason && d.range().contains(range))
                        .map(Deferral::since)
                        .findFirst()
                        .orElse(now);
        return new Deferral(range, reason, since, now.plus(retryAfter(reason, since, now)));
    }

    private Duration retryAfter(Reason reason, Instant since, Instant now) {
        Duration met = Duration.between(since, now);
        return switch (reason) {
            case STEPPED_OVER -> {
                Duration left = absentAfter.minus(met);
                yield left.isPositive() ? left : bounded(left.negated());
            }
            case REST_LAGS, WITHDRAWN, REFUSED, CONTRADICTION -> bounded(met.dividedBy(2));
        };
    }

    private static Duration bounded(Duration wait) {
        return Duration.ofNanos(
                Math.clamp(wait.toNanos(), SHORTEST_RETRY.toNanos(), LONGEST_RETRY.toNanos()));
    }
}
