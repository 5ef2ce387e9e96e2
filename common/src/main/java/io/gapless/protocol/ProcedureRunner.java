package io.gapless.protocol;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import java.time.InstantSource;

/// Runs procedures against the stores, on the calling thread.
///
/// Safe for use by many threads at once. A [io.gapless.archive.StorageRefusedException] passes
/// through: no procedure can do anything about it.
public final class ProcedureRunner {
    private final Archive archive;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Pause pause;

    public ProcedureRunner(
            Archive archive, Checkpoints checkpoints, InstantSource clock, Pause pause) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.pause = pause;
    }

    /// Runs it to its end.
    ///
    /// @throws InterruptedException when the thread is to end; the procedure is left where it was,
    ///     as after a crash
    public <T> T run(Procedure<T> procedure) throws InterruptedException {
        Procedure.Step<T> step = procedure.begin(clock.instant());
        while (true) {
            switch (step) {
                case Procedure.Step.Done<T>(var result) -> {
                    return result;
                }
                case Procedure.Step.Do<T>(var call) ->
                        step = procedure.on(perform(call), clock.instant());
            }
        }
    }

    StorageReply perform(StorageCall call) throws InterruptedException {
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
                case StorageCall.Pause(var time) -> {
                    pause.pause(time);
                    yield new StorageReply.Paused();
                }
            };
        } catch (StorageUnavailableException e) {
            return new StorageReply.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}
