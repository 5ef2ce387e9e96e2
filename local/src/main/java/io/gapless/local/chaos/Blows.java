package io.gapless.local.chaos;

import io.gapless.local.emulator.Emulator;
import io.gapless.local.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Deals the blows that are due, ends them when their time is over, and starts again what has ended, as
/// ECS would. Used by one thread.
final class Blows {
    /// A writer that ended by itself is started again after this time.
    private static final Duration START_AGAIN_AFTER = Duration.ofSeconds(1);

    /// How writers end by themselves when a store or the exchange does not answer at their start.
    private static final int CANNOT_WORK_HERE = 3;

    private final ChaosWorld world;
    private final Toll toll;
    private final Consumer<String> told;
    private final PriorityQueue<Due> dues = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Map<Writer, Long> startAt = new EnumMap<>(Writer.class);
    private final Map<Emulator, Thread> outages = new EnumMap<>(Emulator.class);
    private final Set<String> now = new TreeSet<>();

    /// Also of the threads that end stores and start them.
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private record Due(Duration at, Action action) {}

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }

    /// @param told of each blow, a sentence
    Blows(ChaosWorld world, Toll toll, Consumer<String> told) {
        this.world = world;
        this.toll = toll;
        this.told = told;
    }

    void plan(ChaosPlan plan) {
        for (ChaosPlan.Step step : plan.steps()) {
            dues.add(new Due(step.at(), () -> deal(step)));
        }
    }

    /// Does what is due.
    ///
    /// @param since the begin
    void deal(Duration since) throws InterruptedException {
        superviseWriters();
        while (!dues.isEmpty() && dues.element().at().compareTo(since) <= 0) {
            dues.remove().action().run();
        }
    }

    /// What is in force, for people; empty if nothing is.
    String now() {
        return now.isEmpty() ? "" : "   (" + String.join(", ", now) + ")";
    }

    /// What processes have done that they must not.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void deal(ChaosPlan.Step step) throws InterruptedException {
        Blow blow = step.blow();
        switch (blow) {
            case Blow.Kill kill -> kill(kill);
            case Blow.Freeze freeze -> freeze(freeze, step.at());
            case Blow.Outage outage -> outage(outage);
            case Blow.FillDisk fill -> fillDisk(fill, step.at());
            case Blow.Disturb disturb -> {
                Link link = world.link(disturb.writer(), disturb.server());
                count(blow);
                link.disturb(disturb.disturbance(), disturb.directions());
                lasting(blow, step.at().plus(disturb.lasting()), link::clear);
            }
            case Blow.Misbehave(var fault, var lasting) -> {
                count(blow);
                world.exchange().faults().inject(fault);
                lasting(blow, step.at().plus(lasting), world.exchange().faults()::clear);
            }
        }
    }

    private void count(Blow blow) {
        toll.count(blow);
        told.accept(blow.sentence());
    }

    private void lasting(Blow blow, Duration until, Action end) {
        String what = blow.victim() + " " + blow.kind();
        now.add(what);
        dues.add(
                new Due(
                        until,
                        () -> {
                            now.remove(what);
                            end.run();
                        }));
    }

    /// Whoever is down already cannot be killed: then it is another one's turn.
    private void kill(Blow.Kill kill) throws InterruptedException {
        List<Writer> turns = new ArrayList<>(List.of(Writer.values()));
        turns.remove(kill.writer());
        turns.addFirst(kill.writer());
        for (Writer turn : turns) {
            WriterProcess process = world.writer(turn);
            if (process.isAlive()) {
                count(new Blow.Kill(turn, kill.absence()));
                process.kill();
                startAt.put(turn, System.nanoTime() + kill.absence().toNanos());
                return;
            }
        }
        told.accept("all writers are down: nobody is killed");
    }

    private void freeze(Blow.Freeze freeze, Duration at) throws InterruptedException {
        WriterProcess process = world.writer(freeze.writer());
        if (process.isAlive()) {
            count(freeze);
            process.freeze();
            lasting(freeze, at.plus(freeze.lasting()), process::thaw);
        }
    }

    private void fillDisk(Blow.FillDisk fill, Duration at) throws InterruptedException {
        if (world.setDiskFull(Emulator.S3, true)) {
            count(fill);
            lasting(fill, at.plus(fill.lasting()), () -> world.setDiskFull(Emulator.S3, false));
        } else {
            told.accept(fill.victim() + ": its disk cannot be filled here, or it is just away");
        }
    }

    /// On a thread of its own, since a store takes its time to end and to start.
    private void outage(Blow.Outage outage) {
        Emulator store = outage.server().emulator().orElseThrow();
        Thread before = outages.get(store);
        if (before != null && before.isAlive()) {
            return;
        }
        count(outage);
        outages.put(
                store,
                Thread.ofVirtual()
                        .name("outage")
                        .start(() -> {
                            try {
                                world.interrupt(store);
                                Thread.sleep(outage.lasting());
                                world.restart(store);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (RuntimeException e) {
                                complaints.add(
                                        "%s could not be restarted: %s"
                                                .formatted(
                                                        outage.server().title(), e.getMessage()));
                            }
                        }));
    }

    /// Starts again what has ended.
    void superviseWriters() {
        long time = System.nanoTime();
        for (WriterProcess process : world.writers()) {
            if (process.isAlive()) {
                continue;
            }
            Writer writer = process.writer();
            Long start = startAt.get(writer);
            if (start == null) {
                endedByItself(process);
                startAt.put(writer, time + START_AGAIN_AFTER.toNanos());
            } else if (time >= start) {
                startAt.remove(writer);
                process.start();
            }
        }
    }

    private void endedByItself(WriterProcess process) {
        int code = process.exitCode().orElseThrow();
        toll.endedByItself(process.writer());
        String sentence =
                "%s ended by itself with exit code %d: %s"
                        .formatted(process.writer().title(), code, process.lastWords());
        told.accept(sentence);
        if (code != CANNOT_WORK_HERE) {
            complaints.add(sentence);
        }
    }

    /// Ends everything that is in force, also what was to come, and waits until the stores run.
    void endAll() throws InterruptedException {
        dues.clear();
        now.clear();
        for (Thread outage : outages.values()) {
            outage.join();
        }
        boolean _ = world.setDiskFull(Emulator.S3, false);
        world.clearLinks();
        world.exchange().faults().clear();
        for (WriterProcess process : world.writers()) {
            process.thaw();
        }
    }
}
