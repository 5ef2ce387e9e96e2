package io.gapless.local.chaos;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.exchange.fault.Fault;
import io.gapless.local.run.CannotGoOnException;
import io.gapless.local.run.Proof;
import io.gapless.local.run.Story;
import io.gapless.local.run.Termination;
import io.gapless.local.verify.Verification;
import io.gapless.local.verify.Verification.Verdict;
import io.gapless.trade.Symbol;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deals the blows of a plan to the whole system, lets it heal, and compares the archive with what the
/// exchange traded.
public final class Chaos {
    /// A busy machine starts five JVMs.
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    /// From the last blow until nothing may be missing.
    private static final Duration HEAL_PATIENCE = Duration.ofMinutes(5);

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final ChaosSettings settings;
    private final Story story;
    private final boolean everyBlow;
    private final Toll toll = new Toll();
    private final Map<Symbol, Long> origins = new HashMap<>();

    /// @param everyBlow whether each blow is told, or only how far it is
    public Chaos(ChaosSettings settings, PrintWriter out, boolean everyBlow) {
        this.settings = settings;
        this.story = new Story(out);
        this.everyBlow = everyBlow;
    }

    /// Runs it, and leaves no process behind.
    ///
    /// @throws InterruptedException when the process is told to end
    /// @throws CannotGoOnException when it does not even start
    public ChaosOutcome run() throws InterruptedException {
        Termination termination = new Termination();
        termination.tell(Thread.currentThread()::interrupt);
        try (ChaosWorld world = ChaosWorld.open(settings);
                Looks looks = new Looks(world.stores().checkpoints(), Clock.systemUTC())) {
            return run(world, looks);
        } catch (RuntimeException e) {
            // Whatever was at work when it was told to end says so in its own way.
            if (termination.isTold()) {
                throw new InterruptedException();
            }
            throw e;
        } finally {
            termination.close();
        }
    }

    private ChaosOutcome run(ChaosWorld world, Looks looks) throws InterruptedException {
        story.tell("exchange, S3Proxy and DynamoDB Local run; two listeners and the repair start");
        world.writers().forEach(WriterProcess::start);
        awaitBegin(world);
        looks.start();
        story.tell("everything runs; now it is broken");
        Blows blows = new Blows(world, toll, everyBlow ? story::tell : _ -> {});
        long begun = System.nanoTime();
        blows.plan(settings.plan());
        long nextLine = begun;
        while (System.nanoTime() - begun < settings.time().toNanos()) {
            blows.deal(Duration.ofNanos(System.nanoTime() - begun));
            if (System.nanoTime() >= nextLine) {
                nextLine += LINE_EVERY.toNanos();
                line(world, looks, blows);
            }
            Thread.sleep(TICK);
        }
        return heal(world, looks, blows);
    }

    private void line(ChaosWorld world, Looks looks, Blows blows) {
        long traded =
                origins.entrySet().stream()
                        .mapToLong(origin ->
                                world.exchange().truth(origin.getKey().exchangeName()).lastId()
                                        - origin.getValue()
                                        + 1)
                        .sum();
        story.tell(
                "traded %,d, %s, kills %d%s"
                        .formatted(traded, looks.seen(), toll.kills(), blows.now()));
    }

    private ChaosOutcome heal(ChaosWorld world, Looks looks, Blows blows)
            throws InterruptedException {
        blows.endAll();
        long begun = System.nanoTime();
        world.exchange().faults().inject(new Fault.Halt(Optional.empty()));
        story.tell("all faults off, trading halted; what is missing now must be found and fetched");
        Optional<Duration> healed = Optional.empty();
        long nextLine = begun;
        while (healed.isEmpty() && System.nanoTime() - begun < HEAL_PATIENCE.toNanos()) {
            blows.superviseWriters();
            if (isComplete(world)) {
                healed = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
            } else {
                if (System.nanoTime() >= nextLine) {
                    nextLine += LINE_EVERY.toNanos();
                    line(world, looks, blows);
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
        List<String> complaints = new ArrayList<>(blows.complaints());
        complaints.addAll(stop(world));
        world.writers().forEach(writer -> complaints.addAll(writer.impossibilities()));
        story.tell("reading the archive back, every row, and comparing it with what was traded");
        Verdict verdict =
                new Verification(
                                world.stores().archive(), Optional.of(world.stores().checkpoints()))
                        .verify(_ -> {});
        Proof proof = Proof.of(verdict, settings.symbols(), world.exchange(), world.stores());
        return new ChaosOutcome(
                proof, toll.table(), toll.kills(), looks.seen(), healed, complaints);
    }

    private static List<String> stop(ChaosWorld world) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        world.writers().forEach(WriterProcess::tellToStop);
        for (WriterProcess writer : world.writers()) {
            if (!writer.endsWithin(STOP_PATIENCE)) {
                complaints.add(
                        "%s did not end within %d s of SIGTERM"
                                .formatted(writer.writer().title(), STOP_PATIENCE.toSeconds()));
                writer.kill();
            }
        }
        return complaints;
    }

    private void awaitBegin(ChaosWorld world) throws InterruptedException {
        long until = System.nanoTime() + START_PATIENCE.toNanos();
        while (!hasBegun(world)) {
            for (WriterProcess writer : world.writers()) {
                if (!writer.isAlive()) {
                    throw new CannotGoOnException(
                            "%s ended by itself: %s"
                                    .formatted(writer.writer().title(), writer.lastWords()));
                }
            }
            if (System.nanoTime() > until) {
                throw new CannotGoOnException(
                        "nothing was archived within %d s; the logs are in %s"
                                .formatted(START_PATIENCE.toSeconds(), settings.logs()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private boolean hasBegun(ChaosWorld world) {
        for (Symbol symbol : settings.symbols()) {
            Optional<Checkpoint> checkpoint = world.stores().checkpoints().read(symbol);
            if (checkpoint.isEmpty() || checkpoint.get().stored().isEmpty()) {
                return false;
            }
            origins.put(symbol, checkpoint.get().wanted().followedFrom().orElseThrow());
        }
        return true;
    }

    private boolean isComplete(ChaosWorld world) {
        try {
            for (Symbol symbol : settings.symbols()) {
                long last = world.exchange().truth(symbol.exchangeName()).lastId();
                Optional<Checkpoint> checkpoint = world.stores().checkpoints().read(symbol);
                if (checkpoint.isEmpty()
                        || checkpoint.get().completeThrough().orElse(-1) < last
                        || !checkpoint.get().claims().isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (StorageUnavailableException e) {
            return false;
        }
    }
}
