package io.gapless.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Checkpoint;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.Fault;
import io.gapless.local.place.Stores;
import io.gapless.local.verify.Verification;
import io.gapless.local.verify.Verification.Verdict;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The story that `gapless run` tells with its own exchange: trades stream, the listener is killed in
/// the middle of a batch and stays away for a while, comes back, the repair finds the hole and fills it,
/// and in the end every row is compared with what was really traded.
public final class Demonstration {
    /// Between two lines about how far it is.
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    /// How long the listener may take to write everything when it is stopped.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    /// How long the listener may take until it receives.
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// Repairs after the end until nothing is missing.
    private static final int MAX_LAST_REPAIRS = 60;

    private static final Duration BETWEEN_LAST_REPAIRS = Duration.ofSeconds(1);

    private final RunSettings settings;
    private final SimulatedExchange exchange;
    private final Stores stores;
    private final Repairer repairer;
    private final ListenerProcess listener;
    private final Supplier<Optional<String>> trouble;
    private final Story story;
    private final AtomicLong repaired = new AtomicLong();

    /// @param trouble what is wrong with what the stores stand on, a sentence
    Demonstration(
            RunSettings settings,
            SimulatedExchange exchange,
            Stores stores,
            Repairer repairer,
            ListenerProcess listener,
            Supplier<Optional<String>> trouble,
            Story story) {
        this.settings = settings;
        this.exchange = exchange;
        this.stores = stores;
        this.repairer = repairer;
        this.listener = listener;
        this.trouble = trouble;
        this.story = story;
    }

    /// Plays it.
    ///
    /// @param time how long it takes until trading stops
    /// @param kill whether the listener is killed on the way
    /// @return whether the archive is what it promises to be
    boolean play(Duration time, boolean kill) throws InterruptedException {
        RepairLoop repairs = new RepairLoop(repairer, settings.repairEvery(), this::repaired);
        listener.start();
        story.tell("listener started as process " + listener.pid() + ", log " + listener.log());
        repairs.start();
        story.tell("repair runs every " + seconds(settings.repairEvery()));
        awaitTrades();
        Duration third = time.dividedBy(3);
        watch(kill ? third : time, repairs, true);
        if (kill) {
            listener.kill();
            story.tell(
                    "KILLED the listener (SIGKILL) in the middle of a batch; the exchange goes on");
            watch(third, repairs, false);
            listener.start();
            story.tell("listener started again as process " + listener.pid());
            awaitTrades();
            watch(time.minus(third).minus(third), repairs, true);
        }
        haltTrading();
        story.tell(
                "trading halted; the listener is told to stop (SIGTERM) and writes what it holds");
        boolean ended = listener.stop(STOP_PATIENCE);
        story.tell(ended ? "listener ended" : "the listener did NOT end in time and was killed");
        repairs.end();
        lastRepairs();
        return prove(ended);
    }

    /// The clock runs only while the listener is connected and trades flow: before, there is nothing to
    /// lose, and on a busy machine a JVM takes its time to start.
    private void awaitTrades() throws InterruptedException {
        long until = System.nanoTime() + START_PATIENCE.toNanos();
        while ((traded() == 0 || exchange.openConnections() == 0) && System.nanoTime() < until) {
            if (listener.endsWithin(LOOK_EVERY)) {
                giveUp("the listener ended by itself. " + listener.lastWords());
            }
            trouble.get().ifPresent(Demonstration::giveUp);
        }
    }

    private void watch(Duration time, RepairLoop repairs, boolean mustLive)
            throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.sleep(
                    Math.min(
                            LINE_EVERY.toMillis(),
                            Math.max(1, (until - System.nanoTime()) / 1_000_000)));
            trouble.get().ifPresent(Demonstration::giveUp);
            if (mustLive && !listener.isAlive()) {
                giveUp("the listener ended by itself. " + listener.lastWords());
            }
            story.tell(
                    "traded %,d, %s, repaired %,d%s"
                            .formatted(
                                    traded(),
                                    ArchiveProgress.of(stores.checkpoints()),
                                    repaired.get(),
                                    listener.isAlive() ? "" : "   (no listener)"));
            listener.complaints().forEach(text -> story.tell("listener: " + text));
            repairs.failure().ifPresent(e -> story.tell("repair failed: " + e.getMessage()));
        }
    }

    private static void giveUp(String why) {
        throw new CannotGoOnException(why);
    }

    private void haltTrading() {
        exchange.faults().inject(new Fault.Halt(Optional.empty()));
    }

    private void lastRepairs() throws InterruptedException {
        for (int i = 0; i < MAX_LAST_REPAIRS; i++) {
            repaired(repairer.run());
            if (isComplete()) {
                return;
            }
            Thread.sleep(BETWEEN_LAST_REPAIRS);
        }
    }

    private boolean isComplete() {
        for (Symbol symbol : settings.symbols()) {
            long last = exchange.truth(symbol.exchangeName()).lastId();
            Optional<Checkpoint> checkpoint = stores.checkpoints().read(symbol);
            boolean complete =
                    checkpoint
                            .map(c -> c.completeThrough().orElse(-1) >= last || isEmpty(c, last))
                            .orElse(false);
            if (!complete) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmpty(Checkpoint c, long last) {
        return c.wanted().followedFrom().orElse(Long.MAX_VALUE) > last;
    }

    private boolean prove(boolean endedInTime) throws InterruptedException {
        story.tell(
                "reading the archive back, every row, and comparing with what was really traded");
        Verdict verdict =
                new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                        .verify(_ -> {});
        Proof proof = Proof.of(verdict, settings.symbols(), exchange, stores);
        story.print("");
        story.print(proof.table());
        proof.complaints().forEach(story::print);
        story.print(proof.sentence());
        return proof.holds() && endedInTime;
    }

    private void repaired(JsonNode report) {
        long filled = report.path("filled").asLong();
        repaired.addAndGet(filled);
        if (filled > 0) {
            story.tell(
                    "repair: %,d trades archived, %,d left"
                            .formatted(filled, report.path("left").asLong()));
        }
    }

    private long traded() {
        return settings.symbols().stream()
                .mapToLong(symbol ->
                        stores.checkpoints()
                                .read(symbol)
                                .map(c -> c.wanted().followedFrom())
                                .filter(origin -> origin.isPresent())
                                .map(origin ->
                                        exchange.truth(symbol.exchangeName()).lastId()
                                                - origin.getAsLong()
                                                + 1)
                                .orElse(0L))
                .sum();
    }

    private static String seconds(Duration time) {
        return "%d s".formatted(time.toSeconds());
    }
}
