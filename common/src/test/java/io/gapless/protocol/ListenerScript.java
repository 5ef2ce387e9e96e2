package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Writes the trades it has received, until all are archived or in somebody else's hands.
final class ListenerScript extends Script {
    private static final int MOST_LOOKS = 2;

    private Coverage held;

    /// @param held what was received
    /// @param batchTrades where it is cut
    ListenerScript(
            SmallMarket market,
            Coverage held,
            int batchTrades,
            Claimant claimant,
            RandomGenerator random,
            Mistake mistake) {
        super(market, batchTrades, claimant, random, MOST_LOOKS, mistake);
        this.held = held;
    }

    @Override
    String memory() {
        return held.toString();
    }

    @Override
    Step<End> looked(Checkpoint checkpoint, Instant now) {
        held = held.minus(checkpoint.stored());
        if (makes(Mistake.TAKES_ABSENT_FOR_FINAL)) {
            held = held.minus(checkpoint.absent());
        }
        List<EncodedBatch> batches = cut(held.minus(checkpoint.taken()));
        checkpoint.claims().stream()
                .filter(claim -> held.contains(claim.range()))
                .map(claim -> market.takenOver(claim, Source.LIVE))
                .forEach(batches::add);
        return batches.isEmpty() ? end() : write(batches, checkpoint, now);
    }

    private List<EncodedBatch> cut(Coverage free) {
        List<EncodedBatch> batches = new ArrayList<>();
        for (TradeIdRange run : free.ranges()) {
            for (long first = run.first(); first <= run.last(); first += batchTrades) {
                TradeIdRange rest = new TradeIdRange(first, run.last());
                batches.add(own(rest.head(batchTrades)));
            }
        }
        return batches;
    }

    private EncodedBatch own(TradeIdRange range) {
        return market.own(range, Source.LIVE, idFor(range));
    }

    private Step<End> write(List<EncodedBatch> batches, Checkpoint known, Instant now) {
        List<EncodedBatch> some =
                batches.subList(0, Math.min(batches.size(), BatchWrite.MAX_BATCHES));
        BatchWrite write = new BatchWrite(some, known, claimant, Instant.MAX, random);
        return run("write", write, now, this::written);
    }

    private Step<End> written(WriteOutcome outcome, Instant now) {
        return switch (outcome) {
            case WriteOutcome.Ended ended -> {
                List<EncodedBatch> again =
                        ended.batches(Fate.RELEASED).stream()
                                .map(batch -> batch.underAnotherKey(idFor(batch.key())))
                                .toList();
                yield again.isEmpty() ? begin(now) : write(again, ended.checkpoint(), now);
            }
            case WriteOutcome.NotClaimed _, WriteOutcome.GaveUp _ -> begin(now);
            case WriteOutcome.Contradicted(var key, var why) ->
                    throw new AssertionError(key + ": " + why);
        };
    }

    /// A claim of this range, made by somebody who dies at once.
    static Claim claim(
            SmallMarket market, TradeIdRange range, Instant now, RandomGenerator random) {
        EncodedBatch batch = market.own(range, Source.LIVE, random);
        return new Claim(batch.claimId(), batch.key(), "dead", now.plusSeconds(60));
    }
}
