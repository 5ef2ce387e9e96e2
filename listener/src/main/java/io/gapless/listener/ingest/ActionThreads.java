package io.gapless.listener.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What actions run on, and how somebody waits for one of them. A parameter, so that a simulation can
/// decide whose turn it is.
public interface ActionThreads extends AutoCloseable {
    /// Runs it aside from the caller, who goes on at once.
    void start(Runnable action);

    /// The next of a queue that actions fill, waiting for it if there is none, but never longer than
    /// `atMost`.
    ///
    /// @throws InterruptedException when the waiting thread is to end
    <T> Optional<T> await(BlockingQueue<T> queue, Duration atMost) throws InterruptedException;

    /// Interrupts what still runs.
    @Override
    void close();

    /// Each action on a virtual thread of its own.
    static ActionThreads virtual() {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        return new ActionThreads() {
            @Override
            public void start(Runnable action) {
                threads.execute(action);
            }

            @Override
            public <T> Optional<T> await(BlockingQueue<T> queue, Duration atMost)
                    throws InterruptedException {
                return Optional.ofNullable(queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
            }

            @Override
            public void close() {
                threads.shutdownNow();
            }
        };
    }
}
