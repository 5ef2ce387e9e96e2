package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.batch.BatchCodec;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Runs one world from its beginning to the end: an hour of trading under faults, then the time that
/// it takes to heal.
public final class Simulation {
    /// Without faults, everything must be archived within this time.
    static final Duration LONGEST_HEALING = Duration.ofHours(3);

    /// Things that happen in a world; more is an endless loop.
    static final long MOST_EVENTS = 20_000_000;

    /// A world takes a second or two; one that stands still is ended.
    private static final Duration LONGEST_RUN = Duration.ofMinutes(3);

    private static final long MINUTE = 60_000_000;

    private final long seed;
    private final World world;
    private final Operations operations;

    private Simulation(long seed, boolean told, Sabotage sabotage) {
        this.seed = seed;
        world = new World(seed, told, sabotage);
        operations = new Operations(world);
    }

    /// What came of a world in which every promise was kept.
    ///
    /// @param trades how many were traded
    /// @param voids objects without rows
    /// @param absent ids that were found never to have been issued
    /// @param healed how long after the end of the faults everything was archived
    /// @param digest differs when anything was stored differently
    /// @param story empty unless it was asked for
    /// @param faults how often each fault struck, by what was being done
    public record Result(
            long seed,
            long trades,
            int objects,
            long voids,
            long absent,
            long events,
            Duration simulated,
            Duration healed,
            long digest,
            Map<Fault, Map<Step, Long>> faults,
            List<String> story) {}

    /// Runs a seed's world.
    ///
    /// @throws BrokenPromise with the seed and what happened to the ids in question
    public static Result run(long seed) {
        try {
            return on(new Simulation(seed, false, Sabotage.NONE));
        } catch (BrokenPromise | IllegalStateException e) {
            tell(seed, Failure.LAST_LINES);
            BrokenPromise once =
                    new BrokenPromise(
                            "seed %d: %s; told again, it went well, so it is not the same story twice"
                                    .formatted(seed, e.getMessage()));
            once.initCause(e);
            throw once;
        }
    }

    /// Runs a seed's world with a mistake in it.
    ///
    /// @throws BrokenPromise when the mistake has shown itself
    /// @throws IllegalStateException when it has, in a program that noticed what cannot happen
    static Result run(long seed, Sabotage sabotage) {
        return on(new Simulation(seed, false, sabotage));
    }

    /// Runs a seed's world and keeps its story.
    ///
    /// @throws BrokenPromise with the whole of it
    public static Result tell(long seed) {
        return tell(seed, Integer.MAX_VALUE);
    }

    private static Result tell(long seed, int linesOfFailure) {
        Simulation simulation = new Simulation(seed, true, Sabotage.NONE);
        try {
            return on(simulation);
        } catch (BrokenPromise | IllegalStateException e) {
            AssertionError broken =
                    new BrokenPromise(
                            Failure.message(
                                    seed, e, simulation.world.story().lines(), linesOfFailure));
            broken.initCause(e);
            throw broken;
        }
    }

    /// On a thread of its own, so that one that stands still is noticed.
    private static Result on(Simulation simulation) {
        AtomicReference<Optional<Result>> result = new AtomicReference<>(Optional.empty());
        AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                BatchCodec.takeTheLeastEffort();
                                result.set(Optional.of(simulation.run()));
                            } catch (Throwable e) {
                                thrown.set(Optional.of(e));
                            }
                        });
        try {
            if (!thread.join(LONGEST_RUN)) {
                throw new IllegalStateException(
                        "seed " + simulation.seed + " waits for something that is not simulated");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (thrown.get().isPresent()) {
            if (thrown.get().get() instanceof BrokenPromise broken) {
                throw broken;
            }
            throw new IllegalStateException(String.valueOf(thrown.get().get()), thrown.get().get());
        }
        return result.get().orElseThrow();
    }

    private Result run() {
        long start = world.time().now();
        operations.begin();
        runUntil(world.troubleEnds());
        operations.endOfTrouble();
        Duration healed = heal();
        operations.stopAll();
        long stopped = world.time().now() + 5 * MINUTE;
        while (!operations.allStopped() && world.time().now() < stopped) {
            runUntil(world.time().now() + MINUTE / 6);
        }
        if (!operations.allStopped()) {
            throw new BrokenPromise("a listener does not stop");
        }
        unhealed(world)
                .ifPresent(what -> {
                    throw new BrokenPromise("at the end: " + what);
                });
        return new Result(
                seed,
                world.market().trades(),
                world.witness().objects(),
                world.witness().voids(),
                world.witness().all().stream().mapToLong(c -> c.absent().size()).sum(),
                world.time().count(),
                Duration.ofNanos((world.time().now() - start) * 1_000),
                healed,
                world.witness().digest(),
                world.faults().struck(),
                world.story().lines());
    }

    private Duration heal() {
        long begun = world.time().now();
        Optional<String> open = open();
        while (open.isPresent()) {
            if (world.time().now() - begun > LONGEST_HEALING.toNanos() / 1_000) {
                throw new BrokenPromise("not healed: " + open.get());
            }
            runUntil(world.time().now() + MINUTE);
            open = open();
        }
        return Duration.ofNanos((world.time().now() - begun) * 1_000);
    }

    /// What a listener still holds may be what the world is judged by.
    private Optional<String> open() {
        return unhealed(world).or(operations::held);
    }

    private void runUntil(long micros) {
        while (world.time().runNext(micros)) {
            if (world.time().count() > MOST_EVENTS) {
                throw new BrokenPromise("there is no end of it");
            }
        }
    }

    /// Where there are dumps, ids that were never issued wait for the dump of their day, for days.
    private static Coverage overdue(World world, Coverage missing, Coverage traded) {
        return world.dumps().isPresent() ? missing.intersect(traded) : missing;
    }

    /// Trades that nobody has and nobody wants any more, though the symbol was followed before and is so
    /// now, or was until the operator removed it.
    private static Optional<String> notWanted(
            World world, Symbol symbol, Checkpoint checkpoint, Coverage traded) {
        if ((world.notFollowed().contains(symbol) && !world.witness().isRemoved(symbol))
                || goesOnLater(world, symbol, checkpoint)) {
            return Optional.empty();
        }
        long last = traded.span().map(TradeIdRange::last).orElse(-1L);
        Coverage notWanted =
                world.witness()
                        .owed(symbol, last)
                        .intersect(traded)
                        .minus(checkpoint.wanted().followed(last))
                        .minus(checkpoint.stored());
        return notWanted.isEmpty()
                ? Optional.empty()
                : Optional.of("%s: nobody wants %s".formatted(symbol, notWanted));
    }

    /// Whether following has ended by mistake, and no listener has received a trade from after it: the next
    /// one makes it go on from there, and the market may have closed before.
    private static boolean goesOnLater(World world, Symbol symbol, Checkpoint checkpoint) {
        long newest = world.witness().newestReceived(symbol).map(Trade::time).orElse(-1L);
        return checkpoint
                .wanted()
                .ended()
                .filter(end -> newest < Trade.micros(end.at()))
                .isPresent();
    }

    /// What is not archived as it should be, if anything.
    static Optional<String> unhealed(World world) {
        for (Symbol symbol : world.market().symbols()) {
            Checkpoint checkpoint = world.witness().newest(symbol);
            if (!checkpoint.wanted().isFollowed()
                    && !goesOnLater(world, symbol, checkpoint)
                    && !world.notFollowed().contains(symbol)) {
                return Optional.of(symbol + " is not followed");
            }
            Coverage traded = world.market().ids(symbol);
            Optional<String> notWanted = notWanted(world, symbol, checkpoint, traded);
            if (notWanted.isPresent()) {
                return notWanted;
            }
            long last = traded.span().map(TradeIdRange::last).orElse(-1L);
            Coverage wanted = checkpoint.wanted().all(last).minus(world.unobtainable(symbol));
            Coverage missing = overdue(world, wanted.minus(checkpoint.archived()), traded);
            if (!missing.isEmpty() || !checkpoint.claims().isEmpty()) {
                return Optional.of(
                        "%s lacks %s, claims %s, deferred %s, ahead %s, at %s"
                                .formatted(
                                        symbol,
                                        missing,
                                        checkpoint.claims(),
                                        checkpoint.deferred(),
                                        checkpoint.ahead(),
                                        Trade.instant(world.time().now())));
            }
            Coverage lost = wanted.intersect(traded).minus(world.witness().withRows(symbol));
            if (!lost.isEmpty()) {
                return Optional.of(symbol + " has no rows of " + lost);
            }
        }
        return Optional.empty();
    }
}
