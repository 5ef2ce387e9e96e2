package io.gapless.listener;

import io.gapless.listener.feed.FeedStatistics;
import io.gapless.listener.feed.TradeFeed;
import io.gapless.listener.ingest.Ingest;
import io.gapless.listener.ingest.IngestLoop;
import io.gapless.listener.ingest.IngestProgress;
import io.gapless.listener.ingest.StorageActionRunner;
import io.gapless.listener.metrics.Meter;
import io.gapless.listener.metrics.MetricsSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener's loop and its end: turns of the ingest, a heartbeat, measurements. Used once, by one
/// thread.
final class Listening {
    /// Longest wait between two turns: what has ended, and the time, are looked at so often.
    static final Duration TURN = Duration.ofMillis(100);

    static final Duration MEASURE_EVERY = Duration.ofMinutes(1);

    /// What cannot happen may happen so often while everything is being written for the last time.
    static final int MAX_FAILURES_AT_THE_END = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final TradeFeed feed;
    private final Ingest ingest;
    private final StorageActionRunner runner;
    private final ListenerSettings settings;
    private final MetricsSink metrics;
    private final InstantSource clock;
    private final IngestLoop loop;
    private final Meter meter;
    private final Heartbeat heartbeat;
    private Instant measuredAt;

    Listening(
            TradeFeed feed,
            Ingest ingest,
            StorageActionRunner runner,
            ListenerSettings settings,
            MetricsSink metrics,
            InstantSource clock) {
        this.feed = feed;
        this.ingest = ingest;
        this.runner = runner;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        loop = new IngestLoop(feed, ingest, runner, clock);
        meter = new Meter(ingest);
        heartbeat = new Heartbeat(settings.heartbeatFile());
        measuredAt = clock.instant();
    }

    ExitCode run(BooleanSupplier stop) {
        boolean failed = false;
        boolean interrupted = false;
        try {
            feed.start();
            LOG.atInfo().addKeyValue("symbols", feed.symbols().size()).log("listening");
            while (!stop.getAsBoolean()) {
                turn();
                feed.awaitTrades(TURN);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException | Error e) {
            failed = true;
            LOG.atError().setCause(e).log("this cannot happen: writing what is held, then ending");
        }
        boolean drained = finish();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failed ? ExitCode.FAILED : drained ? ExitCode.STOPPED : ExitCode.STOPPED_TOO_EARLY;
    }

    private void turn() {
        loop.runOnce();
        Instant now = clock.instant();
        if (heartbeat.isDue(now)) {
            FeedStatistics statistics = feed.statistics();
            boolean connected =
                    statistics.wantedConnections() > 0
                            && statistics.deliveringConnections() >= statistics.wantedConnections();
            heartbeat.beat(connected, runner.oldestActionSince(), now);
        }
        // A clock that was set back must not stop the measurements.
        if (Duration.between(measuredAt, now).abs().compareTo(MEASURE_EVERY) >= 0) {
            measure(now);
        }
    }

    private void measure(Instant now) {
        measuredAt = now;
        metrics.accept(meter.measure(feed.statistics(), runner.takeLongestWrite(), now));
    }

    /// Stops reading and writes everything that is held, as far as the stop timeout allows.
    ///
    /// @return whether it did
    private boolean finish() {
        Instant begun = clock.instant();
        Instant deadline = begun.plus(settings.stopTimeout());
        LOG.atInfo().addKeyValue("held", ingest.heldBytes()).log("stopping");
        boolean drained = false;
        int failures = 0;
        boolean stopped = false;
        while (!drained
                && failures < MAX_FAILURES_AT_THE_END
                && clock.instant().isBefore(deadline)) {
            try {
                if (!stopped) {
                    stopped = true;
                    loop.stop();
                }
                turn();
                drained = loop.isDrained();
                if (!drained) {
                    runner.awaitEnded(TURN);
                }
            } catch (InterruptedException e) {
                // It is ending already; another request to end changes nothing.
                LOG.atDebug().log("interrupted while stopping");
            } catch (RuntimeException e) {
                failures++;
                LOG.atError().setCause(e).log("this cannot happen, at the end");
            }
        }
        measure(clock.instant());
        report(drained, Duration.between(begun, clock.instant()));
        return drained;
    }

    private void report(boolean drained, Duration took) {
        Map<String, Long> lastReceived = new LinkedHashMap<>();
        for (IngestProgress progress : ingest.progress()) {
            String symbol = progress.symbol().toString();
            progress.lastReceived().ifPresent(id -> lastReceived.put(symbol, id));
            if (progress.unarchived().isEmpty()) {
                continue;
            }
            if (drained) {
                LOG.atInfo()
                        .addKeyValue("symbol", symbol)
                        .addKeyValue("ids", progress.unarchived())
                        .log("left to another writer, who has claimed them");
            } else {
                LOG.atError()
                        .addKeyValue("alarm", "LEFT_UNARCHIVED")
                        .addKeyValue("symbol", symbol)
                        .addKeyValue("ids", progress.unarchived())
                        .log("left unarchived: the repair fetches them");
            }
        }
        LOG.atInfo()
                .addKeyValue("drained", drained)
                .addKeyValue("tookMillis", took.toMillis())
                .addKeyValue("tradesArchived", ingest.counts().tradesArchived())
                .addKeyValue("lastReceived", lastReceived)
                .log("stopped");
    }
}
