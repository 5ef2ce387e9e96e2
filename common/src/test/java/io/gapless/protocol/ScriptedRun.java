package io.gapless.protocol;

import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.binance.SettableClock;
import io.gapless.protocol.Procedure.Step;

/// A procedure that goes on when the test says so, one call at a time. Who never goes on has crashed.
///
/// @param <T> the procedure's result
public final class ScriptedRun<T> {
    private static final int MOST_CALLS = 10_000;

    private final Procedure<T> procedure;
    private final InMemoryArchive archive;
    private final InMemoryCheckpoints checkpoints;
    private final SettableClock clock;
    private StorageFault next = StorageFault.none();
    private Step<T> step;
    private int calls;

    public ScriptedRun(
            Procedure<T> procedure,
            InMemoryArchive archive,
            InMemoryCheckpoints checkpoints,
            SettableClock clock) {
        this.procedure = procedure;
        this.archive = archive.through(_ -> next);
        this.checkpoints = checkpoints.through(_ -> next);
        this.clock = clock;
        step = procedure.begin(clock.instant());
    }

    public boolean isDone() {
        return step instanceof Step.Done<T>;
    }

    /// How it ended.
    public T result() {
        if (step instanceof Step.Done<T>(var result)) {
            return result;
        }
        throw new AssertionError("not at its end, but before " + pending());
    }

    /// The call that it asks for and that was not made yet.
    public StorageCall pending() {
        if (step instanceof Step.Do<T>(var call)) {
            return call;
        }
        throw new AssertionError("at its end: " + result());
    }

    /// Makes the call.
    public ScriptedRun<T> perform() {
        return perform(StorageFault.none());
    }

    /// Makes the call, which meets this fault.
    public ScriptedRun<T> perform(StorageFault fault) {
        if (++calls > MOST_CALLS) {
            throw new AssertionError("no end after " + MOST_CALLS + " calls, at " + pending());
        }
        next = fault;
        step = procedure.on(reply(pending()), clock.instant());
        next = StorageFault.none();
        return this;
    }

    /// Goes on without faults until it asks for such a call.
    public ScriptedRun<T> until(Class<? extends StorageCall> kind) {
        while (!kind.isInstance(pending())) {
            perform();
        }
        return this;
    }

    /// Goes on without faults to the end.
    public T finish() {
        while (!isDone()) {
            perform();
        }
        return result();
    }

    private StorageReply reply(StorageCall call) {
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
                    clock.advance(time);
                    yield new StorageReply.Paused();
                }
            };
        } catch (StorageUnavailableException e) {
            return new StorageReply.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}
