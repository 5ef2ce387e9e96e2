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
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Writes the trades it has received, until all are archived or in somebody else's hands.
final class ListenerScript extends Script {
    /// Times that it starts over. Two who always disturb each other could go on for ever.
    static final int MAX_LOOKS = 2;

    private final SmallMarket market;
    private final Claimant claimant;
    private final RandomGenerator random;
    private final int batchTrades;
    private Coverage held;
    private int looks;

    /// @param held what was received
    /// @param batchTrades where it is cut
    ListenerScript(
            SmallMarket market,
            Coverage held,
            int batchTrades,
            Claimant claimant,
            RandomGenerator random,
            Mistake mistake) {
        super(claimant.owner(), mistake);
        this.market = market;
        this.held = held;
        this.batchTrades = batchTrades;
        this.claimant = claimant;
        this.random = random;
    }

    @Override
    public Step<End> begin(Instant now) {
        if (++looks > MAX_LOOKS) {
            return end();
        }
        CheckpointUpdate look =
                new CheckpointUpdate(market.tape().symbol(), _ -> Optional.empty(), random);
        return run("look", look, now, this::looked);
    }

    @Override
    String memory() {
        return held + " " + looks;
    }

    private Step<End> looked(CheckpointUpdate.Outcome outcome, Instant now) {
        if (!(outcome instanceof CheckpointUpdate.Outcome.Stored(var checkpoint))) {
            return end();
        }
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
