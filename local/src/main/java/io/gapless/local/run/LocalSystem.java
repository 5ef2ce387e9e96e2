package io.gapless.local.run;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillHandler;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.config.Setting;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulators;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.protocol.Claimant;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything that `gapless run` runs, put together: stores, listener process and repair.
public final class LocalSystem implements AutoCloseable {
    /// One run of the repair, well below the minute of the schedule.
    private static final Duration TIME_BUDGET = Duration.ofSeconds(50);

    /// How long the listener is waited for when the run ends in another way than it should.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private static final String CALLER = "backfill";

    private final RunSettings settings;
    private final Stores stores;
    private final Repairer repairer;
    private final Supplier<Optional<String>> trouble;
    private final ListenerProcess listener;
    private final Runnable closing;
    private final Story story;
    private final Termination termination = new Termination();

    private LocalSystem(
            RunSettings settings,
            Stores stores,
            Repairer repairer,
            Supplier<Optional<String>> trouble,
            Runnable closing,
            PrintWriter out) {
        this.settings = settings;
        this.stores = stores;
        this.repairer = repairer;
        this.trouble = trouble;
        this.closing = closing;
        this.listener = new ListenerProcess(settings);
        this.story = new Story(out);
    }

    /// Over a folder and SQLite.
    public static LocalSystem onFolder(RunSettings settings, PrintWriter out) {
        Stores stores = Stores.open(settings.place(), settings.env(), Clock.systemUTC());
        Backfill backfill =
                Repairs.over(
                        stores,
                        settings.restUrl(),
                        settings.weightPerMinute(),
                        new RepairSettings(
                                new Claimant(CALLER, settings.claimLife()),
                                settings.staleAfter(),
                                RepairSettings.DEFAULT_ABSENT_AFTER,
                                RepairSettings.DEFAULT_VOID_AFTER));
        return new LocalSystem(
                settings,
                stores,
                Repairer.of(backfill, TIME_BUDGET),
                Optional::empty,
                () -> {},
                out);
    }

    /// Over emulated AWS, with the cloud's own programs: the listener's jar and the Lambda's handler.
    ///
    /// @param settings with the emulators' environment
    /// @param emulators running; closed together with this
    public static LocalSystem onAws(RunSettings settings, Emulators emulators, PrintWriter out) {
        Place.Bucket place = new Place.Bucket(EmulatedAws.BUCKET, EmulatedAws.TABLE);
        Stores stores = Stores.open(place, settings.env(), Clock.systemUTC());
        Map<String, String> env = new HashMap<>(settings.env());
        put(env, Setting.BUCKET, place.bucket());
        put(env, Setting.CHECKPOINT_TABLE, place.table());
        put(env, Setting.BINANCE_REST_URL, settings.restUrl());
        put(env, Setting.WEIGHT_PER_MINUTE, settings.weightPerMinute());
        put(env, Setting.CALLER, CALLER);
        put(env, Setting.CLAIM_LIFE, settings.claimLife());
        put(env, Setting.STALE_AFTER, settings.staleAfter());
        put(env, Setting.TIME_BUDGET, TIME_BUDGET);
        return new LocalSystem(
                settings,
                stores,
                Repairer.of(new BackfillHandler(env, _ -> {}), TIME_BUDGET),
                emulators::trouble,
                emulators::close,
                out);
    }

    private static void put(Map<String, String> env, Setting setting, Object value) {
        env.put(setting.variable(), value.toString());
    }

    public Place place() {
        return settings.place();
    }

    /// Plays the demonstration.
    ///
    /// @return whether the archive is what it promises to be
    /// @throws InterruptedException when the process is told to end
    /// @throws CannotGoOnException when one of the processes has ended by itself
    public boolean demonstrate(SimulatedExchange exchange, Duration time, boolean kill)
            throws InterruptedException {
        termination.tell(Thread.currentThread()::interrupt);
        try {
            return new Demonstration(settings, exchange, stores, repairer, listener, trouble, story)
                    .play(time, kill);
        } catch (RuntimeException e) {
            if (termination.isTold()) {
                throw new InterruptedException();
            }
            throw trouble.get().<RuntimeException>map(CannotGoOnException::new).orElse(e);
        }
    }

    /// Runs against the live exchange until the time is up or the process is told to end.
    ///
    /// @return whether the listener lived to the end
    /// @throws CannotGoOnException when an emulator has ended by itself
    public boolean live(Optional<Duration> time) throws InterruptedException {
        LiveRun run = new LiveRun(settings, stores, repairer, listener, story);
        termination.tell(run::stop);
        try {
            return run.run(time);
        } catch (RuntimeException e) {
            throw trouble.get().<RuntimeException>map(CannotGoOnException::new).orElse(e);
        }
    }

    /// What to do next, for people.
    public String hint() {
        return """
        Look at it:
          ./gapless status --data-dir %1$s
          ./gapless verify --data-dir %1$s
          ./gapless query --data-dir %1$s "SELECT symbol, count(*), min(trade_id), max(trade_id) FROM trades GROUP BY symbol"\
        """
                .formatted(settings.dataDir());
    }

    /// Stops the listener, if it is still there, and closes everything. The JVM may end only after this.
    @Override
    public void close() {
        // Being told to end is no reason to leave the listener behind.
        boolean interrupted = Thread.interrupted();
        try {
            if (listener.isAlive()) {
                story.tell("the listener is told to stop (SIGTERM) and writes what it holds");
                listener.stop(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            stores.close();
            closing.run();
            termination.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
