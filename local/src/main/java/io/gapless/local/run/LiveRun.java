package io.gapless.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.local.place.Stores;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Listener and repair against the live exchange, until it is told to stop.
final class LiveRun {
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    /// Between two looks at what may end it.
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final RunSettings settings;
    private final Stores stores;
    private final Repairer repairer;
    private final ListenerProcess listener;
    private final Story story;
    private final CountDownLatch told = new CountDownLatch(1);

    LiveRun(
            RunSettings settings,
            Stores stores,
            Repairer repairer,
            ListenerProcess listener,
            Story story) {
        this.settings = settings;
        this.stores = stores;
        this.repairer = repairer;
        this.listener = listener;
        this.story = story;
    }

    /// Tells it to stop, from any thread.
    void stop() {
        told.countDown();
    }

    /// Runs.
    ///
    /// @param time how long at most; empty until [#stop]
    /// @return whether the listener lived to the end
    boolean run(Optional<Duration> time) throws InterruptedException {
        listener.start();
        story.tell("listener started as process " + listener.pid() + ", log " + listener.log());
        long until = System.nanoTime() + time.orElse(Duration.ofDays(36_500)).toNanos();
        boolean alive = true;
        RepairLoop repairs = new RepairLoop(repairer, settings.repairEvery(), this::repaired);
        repairs.start();
        try {
            while (alive && System.nanoTime() < until) {
                alive = !pause(Math.min(until, System.nanoTime() + LINE_EVERY.toNanos()));
                if (told.getCount() == 0 || !alive) {
                    break;
                }
                story.tell(ArchiveProgress.of(stores.checkpoints()).toString());
                listener.complaints().forEach(text -> story.tell("listener: " + text));
                repairs.failure().ifPresent(e -> story.tell("repair failed: " + e.getMessage()));
            }
        } finally {
            repairs.end();
        }
        if (!alive && told.getCount() > 0) {
            story.tell("the listener has ended by itself; its log is " + listener.log());
            story.print("");
            story.print(listener.lastWords());
            story.print("");
            story.print(
                    "Without the exchange: `./gapless run` shows everything with one of its own.");
            return false;
        }
        listener.complaints().forEach(text -> story.tell("listener: " + text));
        story.tell("the listener is told to stop (SIGTERM) and writes what it holds");
        listener.stop(STOP_PATIENCE);
        story.tell(ArchiveProgress.of(stores.checkpoints()).toString());
        return true;
    }

    /// Waits until then, or until it is told to stop, or the listener has ended.
    ///
    /// @return whether the listener has ended
    private boolean pause(long until) throws InterruptedException {
        while (System.nanoTime() < until && told.getCount() > 0) {
            if (listener.endsWithin(LOOK_EVERY)) {
                return true;
            }
        }
        return !listener.isAlive();
    }

    private void repaired(JsonNode report) {
        if (report.path("filled").asLong() > 0) {
            story.tell("repair: %,d trades archived".formatted(report.path("filled").asLong()));
        }
        if (report.has("why")) {
            story.tell("repair: " + report.path("why").asText());
        }
    }
}
