package io.gapless.local.run;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.protocol.Claimant;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Everything that `gapless run` runs, put together: stores, listener process and repair.
public final class LocalSystem implements AutoCloseable {
    /// One run of the repair, well below the minute of the schedule.
    private static final Duration TIME_BUDGET = Duration.ofSeconds(50);

    private static final String CALLER = "backfill";

    private final RunSettings settings;
    private final Stores stores;
    private final Repairer repairer;
    private final ListenerProcess listener;
    private final Story story;
    private final Runnable closing;

    LocalSystem(
            RunSettings settings,
            Stores stores,
            Repairer repairer,
            PrintWriter out,
            Runnable closing) {
        this.settings = settings;
        this.stores = stores;
        this.repairer = repairer;
        this.listener = new ListenerProcess(settings);
        this.story = new Story(out);
        this.closing = closing;
    }

    /// Over a folder and SQLite.
    public static LocalSystem onFolder(RunSettings settings, PrintWriter out) {
        InstantSource clock = Clock.systemUTC();
        Stores stores = Stores.open(settings.place(), settings.env(), clock);
        Backfill backfill =
                new Backfill(
                        stores.archive(),
                        stores.checkpoints(),
                        RestTradeHistory.budgeted(
                                RestSettings.at(settings.restUrl()),
                                settings.weightPerMinute(),
                                stores.marks(),
                                CALLER,
                                clock),
                        new RepairSettings(
                                new Claimant(CALLER, settings.claimLife()),
                                settings.staleAfter(),
                                RepairSettings.DEFAULT_ABSENT_AFTER,
                                RepairSettings.DEFAULT_VOID_AFTER),
                        clock,
                        time -> Thread.sleep(time),
                        new SecureRandom());
        return new LocalSystem(settings, stores, Repairer.of(backfill, TIME_BUDGET), out, () -> {});
    }

    public Place place() {
        return settings.place();
    }

    /// Plays the demonstration.
    ///
    /// @return whether the archive is what it promises to be
    public boolean demonstrate(SimulatedExchange exchange, Duration time, boolean kill)
            throws InterruptedException {
        Thread atExit = new Thread(this::stopListener, "stop");
        Runtime.getRuntime().addShutdownHook(atExit);
        boolean holds =
                new Demonstration(settings, exchange, stores, repairer, listener, story)
                        .play(time, kill);
        Runtime.getRuntime().removeShutdownHook(atExit);
        return holds;
    }

    /// Runs against the live exchange until the time is up or the process is told to end.
    ///
    /// @return whether the listener lived to the end
    public boolean live(Optional<Duration> time) throws InterruptedException {
        LiveRun run = new LiveRun(settings, stores, repairer, listener, story);
        Thread main = Thread.currentThread();
        Thread atExit =
                new Thread(
                        () -> {
                            run.stop();
                            try {
                                main.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(atExit);
        return run.run(time);
    }

    /// What to do next, for people.
    public String hint() {
        String place =
                switch (settings.place()) {
                    case Place.Folder(var root) -> "--data-dir " + root;
                    case Place.Bucket(var bucket, var table) ->
                            "--data-dir s3://" + bucket + " --table " + table;
                };
        return """
        Look at it:
          ./gapless status %1$s
          ./gapless verify %1$s
          ./gapless query %1$s "SELECT symbol, count(*), min(trade_id), max(trade_id) FROM trades GROUP BY symbol"\
        """
                .formatted(place);
    }

    @Override
    public void close() {
        stopListener();
        stores.close();
        closing.run();
    }

    private void stopListener() {
        try {
            listener.stop(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
