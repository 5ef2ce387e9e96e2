package io.gapless.protocol;

import static io.gapless.protocol.ProtocolWorld.CLAIMANT;
import static io.gapless.protocol.ProtocolWorld.SYMBOL;
import static io.gapless.protocol.ProtocolWorld.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.StorageCall.Operation;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.archive.StorageRefusedException;
import io.gapless.protocol.WriteOutcome.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcedureRunnerTest {
    private final ProtocolWorld world = new ProtocolWorld();
    private final List<Operation> calls = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    private ProcedureRunner runner(StorageFaults faults) {
        StorageFaults noted =
                call -> {
                    calls.add(call.operation());
                    return faults.next(call);
                };
        return new ProcedureRunner(
                world.archive.through(noted),
                world.checkpoints.through(noted),
                world.clock,
                time -> {
                    pauses.add(time);
                    world.clock.advance(time);
                });
    }

    private BatchWrite write() {
        return new BatchWrite(
                List.of(world.own(1, 10)), world.checkpoint(), CLAIMANT, Instant.MAX, world.random);
    }

    @Test
    void callsAreMadeInTheirOrderUntilTheResult() throws InterruptedException {
        WriteOutcome outcome = runner(StorageFaults.NONE).run(write());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WriteOutcome.Ended.class,
                        ended -> assertThat(ended.batches(Fate.ARCHIVED)).hasSize(1));
        assertThat(calls).containsExactly(Operation.WRITE, Operation.PUT, Operation.WRITE);
        assertThat(pauses).isEmpty();
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void aStoreThatDoesNotAnswerIsAReplyAndPausesAreMade() throws InterruptedException {
        runner(call ->
                        call.operation() == Operation.PUT && pauses.size() < 2
                                ? StorageFault.lostReply()
                                : StorageFault.none())
                .run(write());

        assertThat(calls)
                .containsExactly(
                        Operation.WRITE,
                        Operation.PUT,
                        Operation.PUT,
                        Operation.PUT,
                        Operation.GET,
                        Operation.WRITE);
        assertThat(pauses).hasSize(2).allMatch(Duration::isPositive);
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void whatAStoreRefusesForGoodIsThrown() {
        assertThatThrownBy(() -> runner(_ -> StorageFault.refused()).run(write()))
                .isInstanceOf(StorageRefusedException.class);
    }

    @Test
    void anInterruptedPauseLeavesTheProcedureWhereItWas() {
        ProcedureRunner runner =
                new ProcedureRunner(
                        world.archive.through(_ -> StorageFault.throttled()),
                        world.checkpoints,
                        world.clock,
                        _ -> {
                            throw new InterruptedException();
                        });

        assertThatThrownBy(() -> runner.run(write())).isInstanceOf(InterruptedException.class);
        assertThat(world.checkpoint().claims()).hasSize(1);
    }

    @Test
    void theTimeOfEachReplyIsTheClocks() throws InterruptedException {
        List<Instant> told = new ArrayList<>();
        Procedure<String> procedure =
                new Procedure<>() {
                    @Override
                    public Step<String> begin(Instant now) {
                        told.add(now);
                        return new Step.Do<>(new StorageCall.Pause(Duration.ofSeconds(5)));
                    }

                    @Override
                    public Step<String> on(StorageReply reply, Instant now) {
                        told.add(now);
                        return reply instanceof StorageReply.Paused
                                ? new Step.Do<>(new StorageCall.ReadCheckpoint(SYMBOL))
                                : new Step.Done<>(reply.getClass().getSimpleName());
                    }
                };

        assertThat(runner(StorageFaults.NONE).run(procedure)).isEqualTo("CheckpointRead");
        Instant later = ProtocolWorld.START.plusSeconds(5);
        assertThat(told).containsExactly(ProtocolWorld.START, later, later);
        assertThat(world.checkpoints.read(SYMBOL)).isNotEqualTo(Optional.empty());
    }
}
