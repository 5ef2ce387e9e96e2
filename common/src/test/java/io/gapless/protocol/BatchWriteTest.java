package io.gapless.protocol;

import static io.gapless.protocol.ProtocolWorld.CLAIMANT;
import static io.gapless.protocol.ProtocolWorld.START;
import static io.gapless.protocol.ProtocolWorld.SYMBOL;
import static io.gapless.protocol.ProtocolWorld.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchWriteTest {
    private final ProtocolWorld world = new ProtocolWorld();

    static WriteOutcome.Ended ended(ScriptedRun<WriteOutcome> run) {
        assertThat(run.finish()).isInstanceOf(WriteOutcome.Ended.class);
        return (WriteOutcome.Ended) run.result();
    }

    static List<TradeIdRange> ranges(WriteOutcome.Ended ended, Fate fate) {
        return ended.batches(fate).stream().map(EncodedBatch::range).toList();
    }

    @Test
    void aBatchIsClaimedPutAndCommittedInThisOrder() {
        EncodedBatch batch = world.own(1, 10);
        ScriptedRun<WriteOutcome> run = world.write(batch);

        assertThat(run.pending()).isInstanceOf(StorageCall.WriteCheckpoint.class);
        run.perform();
        assertThat(world.claim(1, 10))
                .isEqualTo(new Claim(batch.claimId(), batch.key(), "test", START.plusSeconds(60)));
        assertThat(run.pending())
                .isEqualTo(new StorageCall.PutObject(batch.key(), batch.body(), batch.metadata()));
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
        run.perform();
        assertThat(run.pending()).isInstanceOf(StorageCall.WriteCheckpoint.class);
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
        run.perform();

        assertThat(ranges(ended(run), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
        assertThat(world.checkpoint().claims()).isEmpty();
        assertThat(world.checkpoint().headTime()).isEqualTo(START.plus(Duration.ofMillis(1_000)));
    }

    @Test
    void manyBatchesTakeTwoWritesOfTheCheckpoint() {
        EncodedBatch[] batches = new EncodedBatch[BatchWrite.MAX_BATCHES];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = world.own(10L * i + 1, 10L * i + 5);
        }
        long before = world.checkpoint().version();

        assertThat(ended(world.write(batches)).batches(Fate.ARCHIVED)).containsExactly(batches);
        assertThat(world.checkpoint().version()).isEqualTo(before + 2);
        assertThat(world.archived().size()).isEqualTo(5L * batches.length);
    }

    @Test
    void aWriterThatIsBehindLosesTheRaceAndLooksAgain() {
        ScriptedRun<WriteOutcome> late = world.write(world.own(11, 20));
        world.archived(1, 10);
        late.perform();

        assertThat(late.pending()).isEqualTo(new StorageCall.ReadCheckpoint(SYMBOL));
        assertThat(ranges(ended(late), Fate.ARCHIVED)).containsExactly(new TradeIdRange(11, 20));
        assertThat(world.archived()).isEqualTo(ids(1, 20));
    }

    @Test
    void tradesOfIdsThatWereCountedAnewAreNotClaimedBelowThoseThatWereThereFirst() {
        FixedTape anew =
                new FixedTape(SYMBOL, START.plus(Duration.ofMinutes(2)), Duration.ofMillis(100));
        EncodedBatch batch = EncodedBatch.own(anew.batch(1, 10, Source.LIVE), world.random);
        ScriptedRun<WriteOutcome> unaware = world.write(batch);
        world.archived(101, 110);

        assertThat(ranges(ended(unaware), Fate.CONTESTED)).containsExactly(batch.range());
        assertThat(world.archived()).isEqualTo(ids(101, 110));

        world.abandoned(111, 120);
        assertThat(ranges(ended(world.write(batch)), Fate.CONTESTED))
                .containsExactly(batch.range());
        assertThat(world.checkpoint().claims()).hasSize(1);
    }

    @Test
    void aLateBatchOfTheSameIdsIsClaimedHoweverFarOthersAre() {
        world.archived(1_001, 1_010);

        assertThat(ranges(ended(world.write(world.own(1, 10))), Fate.ARCHIVED))
                .containsExactly(new TradeIdRange(1, 10));
    }

    @Test
    void whatOthersHaveArchivedOrClaimedIsNotClaimedAgain() {
        world.archived(1, 10);
        world.abandoned(21, 30);
        ScriptedRun<WriteOutcome> run =
                world.write(
                        world.own(2, 9),
                        world.own(10, 15),
                        world.own(16, 21),
                        world.own(25, 26),
                        world.own(31, 40));
        WriteOutcome.Ended end = ended(run);

        assertThat(ranges(end, Fate.ARCHIVED_BY_OTHERS)).containsExactly(new TradeIdRange(2, 9));
        assertThat(ranges(end, Fate.CONTESTED))
                .containsExactly(
                        new TradeIdRange(10, 15),
                        new TradeIdRange(16, 21),
                        new TradeIdRange(25, 26));
        assertThat(ranges(end, Fate.ARCHIVED)).containsExactly(new TradeIdRange(31, 40));
        assertThat(end.checkpoint()).isEqualTo(world.checkpoint());
        assertThat(world.archived()).isEqualTo(ids(1, 10).plus(ids(31, 40)));
    }

    @Test
    void aClaimWhoseReplyWasLostIsRecognised() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10));
        run.perform(StorageFault.lostReply());
        assertThat(world.checkpoint().claims()).hasSize(1);

        assertThat(ranges(ended(run), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archive.keys()).hasSize(1);
    }

    @Test
    void anObjectThatIsThereAlreadyIsLookedAtBeforeItIsCommitted() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10));
        run.perform().perform(StorageFault.lostReply());
        run.until(StorageCall.GetObject.class);
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);

        assertThat(ranges(ended(run), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void anObjectThatVanishesAfterA412IsPutAgain() {
        Claim claim = world.abandoned(1, 10);
        BatchWrite write =
                new BatchWrite(
                        List.of(world.takenOver(claim)),
                        world.checkpoint(),
                        CLAIMANT,
                        Instant.MAX,
                        world.random);

        assertThat(call(write.begin(START))).isInstanceOf(StorageCall.PutObject.class);
        assertThat(call(write.on(new StorageReply.ObjectPut(PutOutcome.EXISTS), START)))
                .isEqualTo(new StorageCall.GetObject(claim.key()));
        assertThat(call(write.on(new StorageReply.ObjectGot(Optional.empty()), START)))
                .isInstanceOf(StorageCall.Pause.class);
        assertThat(call(write.on(new StorageReply.Paused(), START)))
                .isInstanceOf(StorageCall.PutObject.class);
    }

    private static StorageCall call(Procedure.Step<WriteOutcome> step) {
        if (step instanceof Procedure.Step.Do<WriteOutcome>(var call)) {
            return call;
        }
        throw new AssertionError("ended: " + step);
    }

    @Test
    void anotherThingUnderTheClaimsKeyIsCommittedByNobody() {
        EncodedBatch batch = world.own(1, 10);
        world.archive.put(batch.key().toString(), world.own(2, 11).body(), Map.of());

        assertThat(world.write(batch).finish())
                .isInstanceOfSatisfying(
                        WriteOutcome.Contradicted.class,
                        c -> {
                            assertThat(c.key()).isEqualTo(batch.key());
                            assertThat(c.why()).contains("row 0 is trade 2 instead of 1");
                        });
        assertThat(world.checkpoint().archived()).isEqualTo(Coverage.EMPTY);
        assertThat(world.checkpoint().claims()).hasSize(1);
    }

    @Test
    void aTakerPutsExactlyTheClaimedRangeUnderTheClaimsKeyAndClaimsNothing() {
        Claim claim = world.abandoned(1, 10);
        ScriptedRun<WriteOutcome> taker = world.write(world.takenOver(claim));

        assertThat(taker.pending())
                .isInstanceOfSatisfying(
                        StorageCall.PutObject.class,
                        put -> assertThat(put.key()).isEqualTo(claim.key()));
        assertThat(ranges(ended(taker), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archive.keys()).containsExactly(claim.key().toString());
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void aTakerWhoseClaimWasFinishedByItsOwnerHasNothingToDo() {
        ScriptedRun<WriteOutcome> owner = world.write(world.own(1, 10));
        owner.until(StorageCall.PutObject.class);
        Claim claim = world.claim(1, 10);
        ScriptedRun<WriteOutcome> taker = world.write(world.takenOver(claim));
        owner.finish();

        assertThat(ranges(ended(taker), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archive.keys()).hasSize(1);
    }

    @Test
    void aZombiesPutThatLandsAfterTheTakeoverChangesNothing() {
        ScriptedRun<WriteOutcome> zombie = world.write(world.own(1, 10));
        zombie.perform().perform(StorageFault.stillOnItsWay());
        ended(world.write(world.takenOver(world.claim(1, 10))));
        world.archive.inFlight().getFirst().land();

        assertThat(world.archived()).isEqualTo(ids(1, 10));
        assertThat(world.archive.keys()).hasSize(1);
        assertThat(ranges(ended(zombie), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
    }

    @Test
    void idsRecordedAsAbsentAreClaimedAllTheSameAndTold() {
        world.archived(1, 4);
        world.archived(8, 9);
        world.store(world.checkpoint().change().absent(new TradeIdRange(5, 7)));
        assertThat(world.checkpoint().archived()).isEqualTo(ids(1, 9));
        WriteOutcome.Ended end = ended(world.write(world.own(6, 6)));

        assertThat(end.absentAfterAll()).isEqualTo(ids(6, 6));
        assertThat(world.checkpoint().absent()).isEqualTo(ids(5, 5).plus(ids(7, 7)));
        assertThat(world.archived()).isEqualTo(ids(1, 9));
    }

    @Test
    void idsRecordedAsAbsentJustBeforeTheClaimAreToldToo() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(5, 7));
        world.store(world.checkpoint().change().absent(new TradeIdRange(5, 7)));

        assertThat(ended(run).absentAfterAll()).isEqualTo(ids(5, 7));
        assertThat(world.checkpoint().absent()).isEqualTo(Coverage.EMPTY);
        assertThat(world.archived()).isEqualTo(ids(5, 7));
    }

    @Test
    void aLedgerThatGoesBackStopsTheWriter() {
        world.archived(1, 10);
        ScriptedRun<WriteOutcome> run = world.write(world.own(11, 20));
        Checkpoint old = Checkpoint.none(SYMBOL).change().follow(1).at(START);
        world.checkpoints.forget(SYMBOL);
        world.checkpoints.write(old);
        run.perform();

        assertThatThrownBy(run::perform)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("BTCUSDT")
                .hasMessageContaining("from version 3 to 1")
                .hasMessageContaining("gapless rebuild");
    }

    @Test
    void aLedgerThatIsGoneIsNotBegunAnew() {
        world.archived(1, 10);
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10), world.own(11, 20));
        world.checkpoints.forget(SYMBOL);
        run.perform();

        assertThatThrownBy(run::perform).isInstanceOf(StorageRefusedException.class);
        assertThat(world.checkpoints.all()).isEmpty();
    }

    @Test
    void batchesThatOverlapOrBelongToOthersAreRefused() {
        EncodedBatch other =
                EncodedBatch.own(
                        new FixedTape(Symbol.of("ETHUSDT"), START, Duration.ofMillis(1))
                                .batch(1, 2, Source.LIVE),
                        world.random);

        assertThatThrownBy(() -> world.write(world.own(1, 10), world.own(10, 12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("00012.parquet does not belong into one write of BTCUSDT")
                .hasMessageContaining("00010.parquet");
        assertThatThrownBy(() -> world.write(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.write()).isInstanceOf(IllegalArgumentException.class);
        EncodedBatch[] tooMany = new EncodedBatch[BatchWrite.MAX_BATCHES + 1];
        for (int i = 0; i < tooMany.length; i++) {
            tooMany[i] = world.own(i + 1, i + 1);
        }
        assertThatThrownBy(() -> world.write(tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inAnArchiveInTooManyPiecesTheMiddleWaitsAndTheTailGoesOn() {
        List<TradeIdRange> pieces = new ArrayList<>();
        for (int i = 0; i < Checkpoint.MAX_RANGES; i++) {
            pieces.add(new TradeIdRange(10L * i, 10L * i + 1));
        }
        long tail = pieces.getLast().last();
        world.store(archived(Coverage.of(pieces)).change());
        WriteOutcome.Ended end =
                ended(
                        world.write(
                                world.own(5, 5),
                                world.own(12, 13),
                                world.own(tail + 1, tail + 3),
                                world.own(tail + 10, tail + 12)));

        assertThat(ranges(end, Fate.WAITING)).containsExactly(new TradeIdRange(5, 5));
        assertThat(ranges(end, Fate.ARCHIVED))
                .containsExactly(
                        new TradeIdRange(12, 13),
                        new TradeIdRange(tail + 1, tail + 3),
                        new TradeIdRange(tail + 10, tail + 12));
    }

    @Test
    void evenTheTailWaitsAtItsOwnLimitUnlessItGoesStraightOn() {
        List<TradeIdRange> pieces = new ArrayList<>();
        for (int i = 0; i < Checkpoint.MAX_RANGES_AT_TAIL; i++) {
            pieces.add(new TradeIdRange(10L * i, 10L * i + 1));
        }
        long tail = pieces.getLast().last();
        world.store(archived(Coverage.of(pieces)).change());
        WriteOutcome.Ended end =
                ended(world.write(world.own(tail + 3, tail + 4), world.own(tail + 1, tail + 1)));

        assertThat(ranges(end, Fate.WAITING)).containsExactly(new TradeIdRange(tail + 3, tail + 4));
        assertThat(ranges(end, Fate.ARCHIVED))
                .containsExactly(new TradeIdRange(tail + 1, tail + 1));
    }

    @Test
    void aBatchThatWaitedAndIsThenTakenByOthersIsContested() {
        List<TradeIdRange> pieces = new ArrayList<>();
        for (int i = 0; i < Checkpoint.MAX_RANGES; i++) {
            pieces.add(new TradeIdRange(10L * i, 10L * i + 1));
        }
        long tail = pieces.getLast().last();
        world.store(archived(Coverage.of(pieces)).change());
        ScriptedRun<WriteOutcome> run = world.write(world.own(5, 6), world.own(tail + 1, tail + 3));
        assertThat(run.pending()).isInstanceOf(StorageCall.WriteCheckpoint.class);
        world.store(world.checkpoint().change().claim(othersClaim(6, 9)));
        WriteOutcome.Ended end = ended(run);

        assertThat(ranges(end, Fate.CONTESTED)).containsExactly(new TradeIdRange(5, 6));
        assertThat(end.batches(Fate.WAITING)).isEmpty();
    }

    private Claim othersClaim(long first, long last) {
        EncodedBatch batch = world.own(first, last);
        return new Claim(batch.claimId(), batch.key(), "other", START.plusSeconds(60));
    }

    @Test
    void aReplyToAPutThatWasNotAskedForIsRefused() {
        BatchWrite write =
                new BatchWrite(
                        List.of(world.own(1, 10)),
                        world.checkpoint(),
                        CLAIMANT,
                        Instant.MAX,
                        world.random);

        assertThatThrownBy(() -> write.on(new StorageReply.ObjectPut(PutOutcome.CREATED), START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("BTCUSDT");
    }

    private Checkpoint archived(Coverage ids) {
        Checkpoint now = world.checkpoint();
        return new Checkpoint(
                SYMBOL,
                now.version(),
                ids,
                List.of(),
                Coverage.EMPTY,
                now.wanted(),
                List.of(),
                Optional.empty(),
                START,
                START);
    }

    @Test
    void keysOfClaimsThatAreStillHeldAreKept() {
        EncodedBatch batch = world.own(1, 10);
        world.write(START.plusSeconds(1), batch).until(StorageCall.PutObject.class);

        assertThat(ranges(ended(world.write(batch)), Fate.ARCHIVED))
                .containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archive.keys()).containsExactly(batch.key().toString());
        assertThat(BatchKey.parse(world.archive.keys().getFirst())).isEqualTo(batch.key());
        assertThat(world.checkpoint().claims()).isEmpty();
        assertThat(Set.copyOf(world.archive.metadata(batch.key().toString()).values()))
                .contains("live");
    }
}
