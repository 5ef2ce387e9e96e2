package io.gapless.listener.ingest;

import java.time.Duration;

/// What operators may tune of the ingest.
///
/// @param reorderGrace how long an id may be missing behind the others before it is a gap; more than
///     zero
/// @param memoryLimit most heap for held trades in bytes; beyond it the oldest that are not claimed
///     are given up
public record IngestSettings(FlushPolicy flushPolicy, Duration reorderGrace, long memoryLimit) {
    /// Longer than any reordering between two connections that was ever reported, and far shorter than
    /// the flush interval.
    public static final Duration DEFAULT_REORDER_GRACE = Duration.ofSeconds(3);

    /// The least memory that makes sense, in bytes: a few runs of trades.
    public static final long LEAST_MEMORY = 1 << 14;

    public IngestSettings {
        if (!reorderGrace.isPositive() || memoryLimit < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "reorder grace %s, memory limit %d".formatted(reorderGrace, memoryLimit));
        }
    }
}
