package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.Gap;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Takes over every claim it sees, whatever its expiry says, fills every gap it can, and records as
/// absent what the history goes over. Clocks cannot be worse than that.
final class RepairScript extends Script {
    private static final int MOST_LOOKS = 3;

    /// Voids of one script: it would void for ever what a listener claims anew each time.
    static final int MAX_VOIDS = 1;

    private final Coverage served;
    private final Set<String> met = new TreeSet<>();
    private int voids;

    /// @param served what the exchange's history shows to this one; it may lag
    RepairScript(
            SmallMarket market,
            Coverage served,
            int batchTrades,
            Claimant claimant,
            RandomGenerator random,
            Mistake mistake) {
        super(market, batchTrades, claimant, random, MOST_LOOKS, mistake);
        this.served = served;
    }

    @Override
    String memory() {
        return met + " " + voids;
    }

    @Override
    Step<End> looked(Checkpoint checkpoint, Instant now) {
        for (Claim claim : checkpoint.claims()) {
            if (met.add(claim.id())) {
                return makes(Mistake.DROPS_CLAIMS_OF_OTHERS)
                        ? update("drop", c -> c.change().release(Set.of(claim.id())), now)
                        : run(
                                "look at the object, with " + checkpoint,
                                new Look(claim),
                                now,
                                (found, later) -> takeOver(claim, found, checkpoint, later));
            }
        }
        Coverage missing = missing(checkpoint);
        Coverage had = missing.intersect(served);
        if (!had.isEmpty()) {
            TradeIdRange range = had.ranges().getFirst().head(batchTrades);
            return write(market.own(range, Source.REST, idFor(range)), checkpoint, now);
        }
        // What lags is there at the second sight, an hour later.
        Coverage never = missing.intersect(market.hidden());
        return never.isEmpty()
                ? end()
                : update("absent", c -> c.change().absent(never.ranges().getFirst()), now);
    }

    private Coverage missing(Checkpoint checkpoint) {
        OptionalLong head = OptionalLong.of(market.ids().span().orElseThrow().last());
        return Coverage.of(checkpoint.gaps(head).stream().map(Gap::range).toList());
    }

    private Step<End> takeOver(Claim claim, Optional<byte[]> found, Checkpoint known, Instant now) {
        if (found.isPresent()) {
            FoundObject object = FoundObject.look(claim.key(), found.get());
            EncodedBatch.Content content =
                    object instanceof FoundObject.Rows
                            ? EncodedBatch.Content.ROWS
                            : EncodedBatch.Content.VOID;
            return write(EncodedBatch.found(claim, found.get(), content), known, now);
        }
        if (!served.contains(claim.range())) {
            if (++voids > MAX_VOIDS) {
                return begin(now);
            }
            return write(market.voidOf(claim), known, now);
        }
        return write(
                makes(Mistake.MAKES_THE_KEY_OF_ITS_OWN_ROWS)
                        ? market.takenOverUnderOwnKey(claim)
                        : market.takenOver(claim, Source.REST),
                known,
                now);
    }

    private Step<End> write(EncodedBatch batch, Checkpoint known, Instant now) {
        BatchWrite write = new BatchWrite(List.of(batch), known, claimant, Instant.MAX, random);
        return run("write", write, now, this::written);
    }

    private Step<End> written(WriteOutcome outcome, Instant now) {
        if (outcome instanceof WriteOutcome.Contradicted(var key, var why)) {
            throw new AssertionError(key + ": " + why);
        }
        if (outcome instanceof WriteOutcome.Ended ended) {
            for (EncodedBatch batch : ended.batches(Fate.RELEASED)) {
                if (batch.content() == EncodedBatch.Content.ROWS) {
                    return write(
                            batch.underAnotherKey(idFor(batch.key())), ended.checkpoint(), now);
                }
            }
        }
        return begin(now);
    }

    private Step<End> update(
            String name, Function<Checkpoint, CheckpointChange> change, Instant now) {
        CheckpointUpdate update =
                new CheckpointUpdate(
                        market.tape().symbol(), c -> Optional.of(change.apply(c)), random);
        return run(name, update, now, (_, later) -> begin(later));
    }

    /// What lies under a claim's key.
    private record Look(Claim claim) implements Procedure<Optional<byte[]>> {
        @Override
        public Step<Optional<byte[]>> begin(Instant now) {
            return new Step.Do<>(new StorageCall.GetObject(claim.key()));
        }

        @Override
        public Step<Optional<byte[]>> on(StorageReply reply, Instant now) {
            return reply instanceof StorageReply.ObjectGot(var object)
                    ? new Step.Done<>(object)
                    : begin(now);
        }
    }
}
