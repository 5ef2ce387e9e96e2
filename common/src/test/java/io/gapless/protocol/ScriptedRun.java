package io.gapless.protocol;

import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageFault;
import io.gapless.binance.SettableClock;
import io.gapless.protocol.Procedure.Step;

/// A procedure that goes on when the test says so, one call at a time. Who never goes on has crashed.
///
/// @param <T> the procedure's result
public final class ScriptedRun<T> {
    private static final int MOST_CALLS = 10_000;

    private final Procedure<T> procedure;
    private final ProcedureRunner runner;
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
        this.clock = clock;
        runner =
                new ProcedureRunner(
                        archive.through(_ -> next),
                        checkpoints.through(_ -> next),
                        clock,
                        clock::advance);
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
        step = procedure.on(made(pending()), clock.instant());
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

    private StorageReply made(StorageCall call) {
        try {
            return runner.perform(call);
        } catch (InterruptedException e) {
            throw new AssertionError("no pause here waits", e);
        }
    }
}
