package io.gapless.listener.ingest;

import io.gapless.trade.Coverage;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;

/// Watches the holes between the held trades of a symbol. A hole is young while its ids may still
/// come, because the connections deliver in different order; one that outlives the grace is a gap.
///
/// For the ingest thread alone.
final class GapWatch {
    private final long grace;
    private long countedBelow;

    /// @param boundary the id that is expected first
    GapWatch(Duration reorderGrace, long boundary) {
        grace = reorderGrace.toNanos() / 1_000;
        countedBelow = boundary;
    }

    /// How many holes have become gaps since the last call.
    int opened(TradeRuns held, CoveredIds covered, Instant now) {
        int opened = 0;
        for (TradeColumns run : held.runs()) {
            // What was written, here or by others, between two looks is no hole.
            if (run.id(0) > countedBelow
                    && !covered.contains(new TradeIdRange(countedBelow, run.id(0) - 1))) {
                if (isYoung(run, now)) {
                    return opened;
                }
                opened++;
            }
            countedBelow = Math.max(countedBelow, TradeRuns.range(run).last() + 1);
        }
        return opened;
    }

    /// Held ids directly behind a young hole: written now, they would be parted for ever from those
    /// that are about to come.
    ///
    /// @param boundary holes below it are old
    Coverage behindYoungHoles(TradeRuns held, long boundary, Instant now) {
        Coverage behind = Coverage.EMPTY;
        long expected = boundary;
        for (TradeColumns run : held.runs()) {
            TradeIdRange ids = TradeRuns.range(run);
            if (ids.first() > expected && isYoung(run, now)) {
                behind = behind.plus(ids);
            }
            expected = Math.max(expected, ids.last() + 1);
        }
        return behind;
    }

    private boolean isYoung(TradeColumns run, Instant now) {
        return Age.micros(run.receivedAt(0), now) < grace;
    }
}
