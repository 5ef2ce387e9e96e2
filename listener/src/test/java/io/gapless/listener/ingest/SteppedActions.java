package io.gapless.listener.ingest;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.Procedure;
import io.gapless.protocol.Procedure.Step;
import io.gapless.protocol.StorageCall;
import io.gapless.protocol.StorageReply;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/// Performs actions one storage call at a time, whenever a simulation says so: between any two calls
/// others may act, time may pass, or the process may die.
final class SteppedActions implements ActionRunner {
    /// A write under way.
    private static final class Writing {
        final Symbol symbol;
        final Procedure<WriteOutcome> procedure;
        Step<WriteOutcome> step;
        Instant resumeAt = Instant.MIN;

        Writing(Symbol symbol, Procedure<WriteOutcome> procedure, Instant now) {
            this.symbol = symbol;
            this.procedure = procedure;
            step = procedure.begin(now);
        }
    }

    private final Archive archive;
    private final Checkpoints checkpoints;
    private final Claimant claimant;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Writing> writes = new ArrayList<>();
    private final Queue<Symbol> reads = new ArrayDeque<>();
    private final Queue<IngestEvent> ended = new ArrayDeque<>();
    final List<IngestAction.Alarm> alarms = new ArrayList<>();

    SteppedActions(
            Archive archive,
            Checkpoints checkpoints,
            Claimant claimant,
            InstantSource clock,
            RandomGenerator random) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.claimant = claimant;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void begin(IngestAction action) {
        switch (action) {
            case IngestAction.Write(var symbol, var batches, var known) ->
                    writes.add(
                            new Writing(
                                    symbol,
                                    new BatchWrite(
                                            batches,
                                            known,
                                            claimant,
                                            clock.instant()
                                                    .plus(StorageActionRunner.MAX_WRITE_TIME),
                                            random),
                                    clock.instant()));
            case IngestAction.FollowOn followOn -> throw new AssertionError(followOn);
            case IngestAction.ReadCheckpoint(var symbol) -> reads.add(symbol);
            case IngestAction.Alarm alarm -> alarms.add(alarm);
        }
    }

    @Override
    public Optional<IngestEvent> takeEnded() {
        return Optional.ofNullable(ended.poll());
    }

    /// The next storage call of everything that is under way.
    void step() {
        for (Symbol symbol = reads.poll(); symbol != null; symbol = reads.poll()) {
            ended.add(new IngestEvent.CheckpointRead(symbol, read(symbol)));
        }
        for (Writing writing : List.copyOf(writes)) {
            if (clock.instant().isBefore(writing.resumeAt)) {
                continue;
            }
            switch (writing.step) {
                case Step.Done<WriteOutcome>(var outcome) -> {
                    writes.remove(writing);
                    ended.add(new IngestEvent.WriteEnded(writing.symbol, outcome));
                }
                case Step.Do<WriteOutcome>(StorageCall.Pause(var time)) -> {
                    writing.resumeAt = clock.instant().plus(time);
                    writing.step =
                            writing.procedure.on(new StorageReply.Paused(), writing.resumeAt);
                }
                case Step.Do<WriteOutcome>(var call) ->
                        writing.step = writing.procedure.on(perform(call), clock.instant());
            }
        }
    }

    private Optional<Checkpoint> read(Symbol symbol) {
        try {
            return checkpoints.read(symbol);
        } catch (StorageUnavailableException e) {
            return Optional.empty();
        }
    }

    private StorageReply perform(StorageCall call) {
        try {
            return switch (call) {
                case StorageCall.ReadCheckpoint(var symbol) ->
                        new StorageReply.CheckpointRead(checkpoints.read(symbol));
                case StorageCall.WriteCheckpoint(var next) ->
                        new StorageReply.CheckpointWritten(checkpoints.write(next));
                case StorageCall.PutObject(var key, var body, var metadata) ->
                        new StorageReply.ObjectPut(archive.put(key.toString(), body, metadata));
                case StorageCall.GetObject(var key) ->
                        new StorageReply.ObjectGot(archive.get(key.toString()));
                case StorageCall.Pause _ -> throw new IllegalStateException("no call");
            };
        } catch (StorageUnavailableException e) {
            return new StorageReply.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}
