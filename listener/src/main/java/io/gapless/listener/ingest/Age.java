package io.gapless.listener.ingest;

import io.gapless.trade.Trade;
import java.time.Duration;
import java.time.Instant;

/// How long ago something was received, by a clock that may be set back meanwhile.
final class Age {
    /// What lies further in the future was received before the clock was set back. Receipt is noted by
    /// another thread than the one that asks, so a little is normal.
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    /// As old as can be.
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long TOLERANCE_MICROS = TOLERANCE.toNanos() / 1_000;

    private Age() {}

    /// Microseconds since then, or [#UNKNOWN] when the clock was set back: what waits for an age must
    /// not wait until the clock is there again.
    static long micros(long receivedAt, Instant now) {
        long age = Trade.micros(now) - receivedAt;
        return age < -TOLERANCE_MICROS ? UNKNOWN : age;
    }
}
