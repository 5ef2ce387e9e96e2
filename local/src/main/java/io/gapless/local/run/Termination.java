package io.gapless.local.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C, and every other way in which the JVM is told to end: passes it on, and then keeps the JVM until
/// everything is closed.
public final class Termination implements AutoCloseable {
    /// More than everything takes that is stopped at the end.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Thread hook = new Thread(this::end, "end");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean told;
    private volatile Runnable listener = () -> {};

    public Termination() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Says who is to be told, on a thread of the JVM's own; in place of whoever was before.
    public void tell(Runnable next) {
        listener = next;
    }

    public boolean isTold() {
        return told;
    }

    private void end() {
        told = true;
        listener.run();
        try {
            closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Everything is closed: the JVM may end. Call last.
    @Override
    public void close() {
        closed.countDown();
        if (!told) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Told in this very moment; the hook has nothing to wait for.
            }
        }
    }
}
