package io.gapless.protocol;

import static io.gapless.protocol.ProtocolWorld.SYMBOL;
import static io.gapless.protocol.ProtocolWorld.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageFault;
import io.gapless.protocol.CheckpointUpdate.Outcome;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointUpdateTest {
    private final ProtocolWorld world = new ProtocolWorld();

    private ScriptedRun<Outcome> asking(long first, long last) {
        return world.run(
                new CheckpointUpdate(
                        SYMBOL,
                        c ->
                                c.wanted().asked().contains(new TradeIdRange(first, last))
                                        ? Optional.empty()
                                        : Optional.of(
                                                c.change().ask(new TradeIdRange(first, last))),
                        world.random));
    }

    private Checkpoint stored(ScriptedRun<Outcome> run) {
        assertThat(run.finish()).isInstanceOf(Outcome.Stored.class);
        assertThat(((Outcome.Stored) run.result()).checkpoint()).isEqualTo(world.checkpoint());
        return world.checkpoint();
    }

    @Test
    void aChangeIsStored() {
        assertThat(stored(asking(1, 5)).wanted().asked()).isEqualTo(ids(1, 5));
    }

    @Test
    void aStoredChangeIsTheEndWithoutAnotherLook() {
        ScriptedRun<Outcome> run = asking(1, 5).until(StorageCall.WriteCheckpoint.class).perform();

        assertThat(run.isDone()).isTrue();
        assertThat(run.result()).isEqualTo(new Outcome.Stored(world.checkpoint()));
    }

    @Test
    void aReplyAboutAnObjectIsRefused() {
        CheckpointUpdate update = new CheckpointUpdate(SYMBOL, _ -> Optional.empty(), world.random);

        for (StorageReply reply :
                List.of(
                        new StorageReply.ObjectPut(PutOutcome.CREATED),
                        new StorageReply.ObjectGot(Optional.empty()))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> update.on(reply, ProtocolWorld.START))
                    .withMessageContaining("BTCUSDT");
        }
    }

    @Test
    void nothingToChangeIsNotWritten() {
        stored(asking(1, 5));
        long version = world.checkpoint().version();

        assertThat(stored(asking(2, 4)).version()).isEqualTo(version);
    }

    @Test
    void aLostRaceIsRunAgainOverWhatTheOtherHasStored() {
        ScriptedRun<Outcome> run = asking(1, 5).until(StorageCall.WriteCheckpoint.class);
        stored(asking(11, 15));

        assertThat(stored(run).wanted().asked()).isEqualTo(ids(1, 5).plus(ids(11, 15)));
    }

    @Test
    void aLostReplyFindsItsWorkDone() {
        ScriptedRun<Outcome> run = asking(1, 5).until(StorageCall.WriteCheckpoint.class);
        run.perform(StorageFault.lostReply());
        long version = world.checkpoint().version();

        assertThat(stored(run).version()).isEqualTo(version);
    }

    @Test
    void aWriteOnItsWayLandsBeforeOrAfterTheNextAttemptAndIsMadeOnce() {
        ScriptedRun<Outcome> early = asking(1, 5).until(StorageCall.WriteCheckpoint.class);
        early.perform(StorageFault.stillOnItsWay());
        world.checkpoints.inFlight().getFirst().land();
        stored(early);
        ScriptedRun<Outcome> late = asking(11, 15).until(StorageCall.WriteCheckpoint.class);
        late.perform(StorageFault.stillOnItsWay());
        long version = stored(late).version();
        world.checkpoints.inFlight().getFirst().land();

        assertThat(world.checkpoint().version()).isEqualTo(version);
        assertThat(version).isEqualTo(3);
        assertThat(world.checkpoint().wanted().asked()).isEqualTo(ids(1, 5).plus(ids(11, 15)));
    }

    @Test
    void withoutAnAnswerTheOutcomeIsUnknown() {
        ScriptedRun<Outcome> run = asking(1, 5);
        int attempts = 0;
        while (!run.isDone()) {
            boolean pause = run.pending() instanceof StorageCall.Pause;
            attempts += pause ? 0 : 1;
            run.perform(pause ? StorageFault.none() : StorageFault.throttled());
        }

        assertThat(run.result()).isEqualTo(new Outcome.Unknown("503 Slow Down"));
        assertThat(attempts).isEqualTo(CheckpointUpdate.MAX_ATTEMPTS);
    }

    @Test
    void lostRacesHaveALimit() {
        ScriptedRun<Outcome> run = asking(1, 5);
        while (!run.isDone()) {
            if (run.pending() instanceof StorageCall.WriteCheckpoint) {
                world.store(world.checkpoint().change());
            }
            run.perform();
        }

        assertThat(run.result())
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("51 races"));
    }

    @Test
    void aSymbolWithoutACheckpointIsOfferedAnEmptyOne() {
        world.checkpoints.forget(SYMBOL);

        assertThat(stored(asking(1, 5)).version()).isEqualTo(1);
    }
}
