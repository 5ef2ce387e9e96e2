package io.gapless.listener.ingest;

import io.gapless.archive.Claim;
import io.gapless.batch.Batch;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Everything that is held of one symbol: runs of trades, and the batches cut from them. An id is in
/// at most one of the two, and what is cut is covered.
///
/// For the ingest thread alone.
final class HeldTrades {
    private final Symbol symbol;
    private final int batchTrades;
    private final RandomGenerator random;
    private final CoveredIds covered;
    private final TradeRuns runs = new TradeRuns();
    private final HeldBatches batches = new HeldBatches();

    /// @param batchTrades most trades in a batch
    /// @param random for claim ids
    HeldTrades(Symbol symbol, int batchTrades, RandomGenerator random, CoveredIds covered) {
        this.symbol = symbol;
        this.batchTrades = batchTrades;
        this.random = random;
        this.covered = covered;
    }

    /// Trades that are not cut yet.
    TradeRuns runs() {
        return runs;
    }

    HeldBatches batches() {
        return batches;
    }

    Coverage ids() {
        return runs.ids().plus(batches.ids());
    }

    /// Heap held, in bytes.
    long heldBytes() {
        return runs.heldBytes() + batches.heldBytes();
    }

    /// Of that, batches that are on their way, in bytes.
    long bytesOnTheirWay() {
        return batches.bytesOnTheirWay();
    }

    /// When the trade was received that waits longest, µs; [Long#MAX_VALUE] when none does.
    long oldestReceivedAt() {
        return Math.min(batches.oldestReceivedAt(), runs.oldestReceivedAt());
    }

    /// Cuts these ids, a subset of the runs', into batches.
    void cut(Coverage ids) {
        for (TradeColumns run : runs.take(ids)) {
            for (Batch batch : Batch.cut(symbol, run, batchTrades)) {
                batches.add(EncodedBatch.own(batch, random), batch.trades().receivedAt(0));
            }
        }
        covered.add(ids);
    }

    /// Makes a batch under somebody else's claim, if the runs hold every one of its ids.
    ///
    /// @throws IllegalArgumentException when the rows are of another date than the claim's. They can
    ///     never lie under its key, and are held no longer
    void finish(Claim claim) {
        Coverage range = Coverage.of(claim.range());
        if (range.minus(runs.ids()).isEmpty()) {
            TradeColumns rows = runs.take(range).getFirst();
            covered.add(range);
            batches.add(EncodedBatch.takenOver(claim, new Batch(symbol, rows)), rows.receivedAt(0));
        }
    }

    /// Holds the trades of a batch as runs again, to be cut in other borders.
    void takeBack(EncodedBatch batch) {
        if (!(FoundObject.look(batch.key(), batch.body()) instanceof FoundObject.Rows(var rows))) {
            throw new IllegalStateException("the batch under " + batch.key() + " holds no rows");
        }
        batches.remove(batch);
        covered.remove(batch.range());
        for (int row = 0; row < rows.size(); row++) {
            runs.add(rows, row);
        }
    }

    /// Whether there is anything that is not being written.
    boolean canGiveUp() {
        return batches.hasIdle() || !runs.isEmpty();
    }

    /// When the trade was received that waits longest of what can be given up, µs.
    long oldestIdleReceivedAt() {
        return Math.min(batches.oldestIdleReceivedAt(), runs.oldestReceivedAt());
    }

    /// Drops the oldest trades that are not being written: one batch, or one run.
    ///
    /// @return their ids
    Optional<TradeIdRange> giveUpOldest() {
        Optional<TradeIdRange> given =
                batches.hasIdle()
                        ? batches.removeOldestIdle().map(EncodedBatch::range)
                        : runs.removeFirst();
        given.ifPresent(covered::remove);
        return given;
    }
}
