package io.gapless.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Starts repairs on a schedule, one at a time, on a thread of its own.
public final class RepairLoop {
    private final Repairer repairer;
    private final Duration every;
    private final Consumer<JsonNode> reports;
    private final Thread thread;
    private final AtomicReference<Optional<RuntimeException>> failure =
            new AtomicReference<>(Optional.empty());

    /// @param reports is told of each run, on the loop's thread
    public RepairLoop(Repairer repairer, Duration every, Consumer<JsonNode> reports) {
        this.repairer = repairer;
        this.every = every;
        this.reports = reports;
        thread = Thread.ofPlatform().name("repair").daemon().unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    /// Ends the loop; a run under way is left where it is, as a crash would.
    public void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /// Why the last run failed, if it did.
    public Optional<RuntimeException> failure() {
        return failure.get();
    }

    private void loop() {
        try {
            while (true) {
                long begun = System.nanoTime();
                try {
                    reports.accept(repairer.run());
                    failure.set(Optional.empty());
                } catch (RuntimeException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    failure.set(Optional.of(e));
                }
                long rest = every.toNanos() - (System.nanoTime() - begun);
                if (rest > 0) {
                    Thread.sleep(Duration.ofNanos(rest));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
