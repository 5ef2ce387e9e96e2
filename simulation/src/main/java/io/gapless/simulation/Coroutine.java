package io.gapless.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/// Code that waits in the middle, such as a repair, run step by step on the thread that calls
/// [#resume].
///
/// It is what virtual threads are made of in the JDK, without their scheduler: nearly all that
/// happens in a world is that one program stops and another goes on, and this makes it a tenth of a
/// microsecond. The JDK does not export it: `--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED`.
final class Coroutine {
    private static final Object SCOPE;
    private static final MethodHandle NEW;
    private static final MethodHandle RUN;
    private static final MethodHandle YIELD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
            Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            SCOPE = scope.getConstructor(String.class).newInstance("coroutine");
            NEW =
                    lookup.findConstructor(
                                    continuation,
                                    MethodType.methodType(void.class, scope, Runnable.class))
                            .asType(
                                    MethodType.methodType(
                                            Object.class, Object.class, Runnable.class));
            RUN =
                    lookup.findVirtual(continuation, "run", MethodType.methodType(void.class))
                            .asType(MethodType.methodType(void.class, Object.class));
            YIELD =
                    lookup.findStatic(
                                    continuation,
                                    "yield",
                                    MethodType.methodType(boolean.class, scope))
                            .asType(MethodType.methodType(boolean.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "start Java with --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", e);
        }
    }

    private final Object continuation;
    private boolean ended;
    private Optional<Throwable> thrown = Optional.empty();

    Coroutine(Runnable body) {
        Runnable whole =
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        thrown = Optional.of(e);
                    } finally {
                        ended = true;
                    }
                };
        try {
            continuation = (Object) NEW.invokeExact(SCOPE, whole);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isEnded() {
        return ended;
    }

    /// Runs it until it suspends itself or ends.
    ///
    /// @return what it threw, if it ended so
    Optional<Throwable> resume() {
        if (ended) {
            return Optional.empty();
        }
        try {
            RUN.invokeExact(continuation);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return thrown;
    }

    /// Gives the turn back; returns at the next [#resume]. On the coroutine itself.
    void suspend() {
        try {
            boolean yielded = (boolean) YIELD.invokeExact(SCOPE);
            if (!yielded) {
                throw new IllegalStateException("it holds a lock while it waits");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
