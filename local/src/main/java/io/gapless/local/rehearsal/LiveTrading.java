package io.gapless.local.rehearsal;

import io.gapless.archive.Checkpoints;
import io.gapless.local.run.CannotGoOnException;
import io.gapless.local.run.ListenerProcess;
import io.gapless.local.run.RunSettings;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Trading goes on, second by second, and a listener process archives it live and is killed now and then. On a
/// thread of its own, beside everything else that happens to the archive.
final class LiveTrading {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TRADES_EVERY = Duration.ofSeconds(1);

    /// Trades of a symbol per second, at most.
    private static final int MOST_TRADES = 20;

    /// A listener lives so long before it is killed, at least and at most.
    private static final Duration LEAST_LIFE = Duration.ofSeconds(3);

    private static final Duration MOST_LIFE = Duration.ofSeconds(9);

    /// Time in which something is traded that no listener hears of.
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final Duration START_PATIENCE = Duration.ofMinutes(4);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final RehearsalSettings settings;
    private final TradedYear year;
    private final ListenerProcess listener;
    private final Consumer<String> story;
    private final Complaints complaints;
    private final Checkpoints checkpoints;
    private final RandomGenerator random;
    private final Thread thread = Thread.ofPlatform().name("live").daemon().unstarted(this::loop);
    private volatile boolean mayEnd;
    private final AtomicInteger kills = new AtomicInteger();
    private final Map<Symbol, Long> connectedAt = new HashMap<>();
    private int left;

    LiveTrading(
            RehearsalSettings settings,
            TradedYear year,
            RunSettings run,
            Checkpoints checkpoints,
            Consumer<String> story,
            Complaints complaints) {
        this.settings = settings;
        this.year = year;
        this.listener = new ListenerProcess(run);
        this.checkpoints = checkpoints;
        this.story = story;
        this.complaints = complaints;
        this.random = new SplittableRandom(settings.seed() ^ 0x11fe);
        this.left = settings.kills();
    }

    /// Starts the listener, and trading once it listens.
    void start() throws InterruptedException {
        startListener();
        thread.start();
    }

    /// SIGKILLs so far.
    int kills() {
        return kills.get();
    }

    /// Waits until the listener was killed as often as planned and the next day has begun; then trading is over, and
    /// the listener writes what it holds.
    void finish() throws InterruptedException {
        mayEnd = true;
        thread.join();
        year.halt();
        if (!listener.stop(STOP_PATIENCE)) {
            complaints.add("the listener did not end in time when it was told to");
        }
    }

    /// Leaves no process behind, whatever happened.
    void abandon() {
        boolean interrupted = Thread.interrupted();
        try {
            thread.interrupt();
            thread.join();
            listener.kill();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            long nextTrades = System.nanoTime();
            long nextKill = System.nanoTime() + life();
            while (!mayEnd || left > 0 || !year.isPastMidnight(settings)) {
                long now = System.nanoTime();
                if (now >= nextTrades) {
                    nextTrades = now + TRADES_EVERY.toNanos();
                    trade();
                }
                if (left > 0 && now >= nextKill) {
                    awaitArchived(now);
                    killAndStartAgain();
                    nextKill = System.nanoTime() + life();
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            complaints.add("live trading broke off: " + e);
        }
    }

    private long life() {
        return random.nextLong(LEAST_LIFE.toNanos(), MOST_LIFE.toNanos());
    }

    private void trade() {
        for (Symbol symbol : settings.symbols()) {
            year.trade(symbol, 1 + random.nextInt(MOST_TRADES));
        }
    }

    /// Only a listener that has archived something can leave a gap behind.
    private void awaitArchived(long since) throws InterruptedException {
        while (!settings.symbols().stream().allMatch(this::hasArchived)) {
            if (listener.endsWithin(TRADES_EVERY)) {
                throw new CannotGoOnException(
                        "the listener ended by itself. " + listener.lastWords());
            }
            if (System.nanoTime() - since >= START_PATIENCE.toNanos()) {
                throw new CannotGoOnException(
                        "the listener archives nothing; its log is " + listener.log());
            }
            trade();
        }
    }

    private boolean hasArchived(Symbol symbol) {
        long before = connectedAt.getOrDefault(symbol, Long.MAX_VALUE);
        return checkpoints.read(symbol).filter(c -> c.lastTaken().orElse(-1) > before).isPresent();
    }

    private void killAndStartAgain() throws InterruptedException {
        listener.kill();
        kills.incrementAndGet();
        left--;
        story.accept("KILLED the listener (SIGKILL), trading goes on");
        for (long away = 0; away < AWAY.toNanos(); away += TRADES_EVERY.toNanos()) {
            trade();
            Thread.sleep(TRADES_EVERY);
        }
        startListener();
    }

    private void startListener() throws InterruptedException {
        listener.start();
        long until = System.nanoTime() + START_PATIENCE.toNanos();
        while (year.exchange().openConnections() == 0) {
            if (listener.endsWithin(LOOK_EVERY)) {
                throw new CannotGoOnException(
                        "the listener ended by itself. " + listener.lastWords());
            }
            if (System.nanoTime() >= until) {
                throw new CannotGoOnException(
                        "the listener does not connect; its log is " + listener.log());
            }
        }
        settings.symbols().forEach(symbol -> connectedAt.put(symbol, year.lastId(symbol)));
        story.accept("listener runs as process " + listener.pid());
    }
}
