package io.gapless.archive;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Runs the same thing on several threads, all let go at once.
public final class Race {
    private static final long PATIENCE_SECONDS = 60;

    private Race() {}

    /// @param runner told which one it is, from 0
    /// @return what each returned, in their order
    public static <T> List<T> of(int runners, IntFunction<T> runner) {
        CountDownLatch ready = new CountDownLatch(runners);
        try (ExecutorService threads = Executors.newFixedThreadPool(runners)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            ready.countDown();
                            ready.await();
                            return runner.apply(number);
                        }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> run : running) {
                results.add(run.get(PATIENCE_SECONDS, SECONDS));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a runner did not arrive", e);
        }
    }
}
