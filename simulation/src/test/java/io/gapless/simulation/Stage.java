package io.gapless.simulation;

import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.listener.metrics.ListenerMetric;
import io.gapless.listener.metrics.Measurements;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Plays a scenario: the programs with the settings of production, run as ECS and Lambda run them.
final class Stage implements Watcher {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;

    /// The first scheduled repair, after the start of the listeners.
    private static final long FIRST_REPAIR = 25 * SECOND;

    /// How long after the new one's start the old listener is told to stop by a deploy.
    private static final long OVERLAP = 45 * SECOND;

    /// Connections are replaced at this age, less up to a tenth.
    private static final Duration LIFETIME = Duration.ofHours(23);

    private static final Duration LONGEST_HEALING = Duration.ofHours(3);

    private final Scenario scenario;
    private final World world;
    private final OrderedFaults faults;
    private final Streams streams;
    private final Address repairAddress;
    private final AroundPut aroundPut = new AroundPut(this::listener);
    private final SplittableRandom programs = new SplittableRandom(1);
    private final Chronicle chronicle;
    private final Ledger ledger;
    private final List<ListenerProcess> listeners = new ArrayList<>();
    private final List<RepairProcess> containers = new ArrayList<>();
    private final Map<String, Integer> endings = new TreeMap<>();
    private int startedListeners;
    private int startedContainers;
    private double memory;
    private boolean over;

    Stage(Scenario scenario) {
        this.scenario = scenario;
        Timeline time = new Timeline(scenario.start());
        chronicle = new Chronicle(time);
        faults = new OrderedFaults(new Story(time, false));
        Map<Symbol, TradeColumns> tapes = scenario.tapes();
        world =
                new World(
                        time,
                        new Market(time, tapes),
                        faults,
                        this,
                        aroundPut,
                        LIFETIME,
                        time.now() + scenario.lasts().toNanos() / 1_000);
        ledger = new Ledger(world, chronicle, tapes);
        streams = new Streams(world);
        repairAddress = new Address(world);
    }

    /// Plays it to its end, when everything is archived and all listeners have stopped.
    StoryReport play() {
        try (AlarmLines alarms = new AlarmLines(chronicle)) {
            begin();
            runUntil(world.troubleEnds());
            long latest = world.time().now() + LONGEST_HEALING.toNanos() / 1_000;
            while (!ledger.isSettled()) {
                if (world.time().now() > latest) {
                    throw new BrokenPromise("not healed: " + Simulation.unhealed(world));
                }
                runUntil(world.time().now() + MINUTE / 6);
            }
            stopAll();
            return new StoryReport(
                    scenario,
                    chronicle,
                    ledger,
                    world,
                    endings,
                    memory,
                    streams.opened(),
                    alarms.counts());
        }
    }

    private void begin() {
        world.market().begin(streams::publish);
        for (int i = 0; i < scenario.listeners(); i++) {
            world.time().after(i * SECOND, this::startListener);
        }
        world.time().after(FIRST_REPAIR, this::scheduledRepair);
        world.time().after(scenario.quiet().toNanos() / 1_000, ledger::begin);
        scenario.cues()
                .forEach(cue -> world.time().after(cue.at().toNanos() / 1_000, () -> play(cue)));
    }

    private void play(Scenario.Cue cue) {
        chronicle.tell(cue.told());
        cue.act().accept(this);
        ledger.expect();
    }

    private void stopAll() {
        over = true;
        List.copyOf(listeners).forEach(ListenerProcess::stop);
        long latest = world.time().now() + 5 * MINUTE;
        while (!listeners.isEmpty()) {
            if (world.time().now() > latest) {
                throw new BrokenPromise("a listener does not stop");
            }
            runUntil(world.time().now() + SECOND);
        }
    }

    private void runUntil(long micros) {
        while (world.time().runNext(micros)) {
            if (world.time().count() > Simulation.MOST_EVENTS) {
                throw new BrokenPromise("there is no end of it");
            }
        }
    }

    private void startListener() {
        if (over) {
            return;
        }
        List<ListenerProcess> self = new ArrayList<>();
        ListenerProcess listener =
                new ListenerProcess(
                        world,
                        "listener " + ++startedListeners,
                        0,
                        new Address(world),
                        streams,
                        UsualSettings.listener(
                                startedListeners, world.market().symbols(), scenario.memory()),
                        programs.split(),
                        () -> ended(self));
        self.add(listener);
        listeners.add(listener);
        if (startedListeners > scenario.listeners()) {
            chronicle.tell(listener + " starts");
            ledger.expect();
        }
        listener.start();
    }

    /// ECS starts another one, unless there are enough.
    private void ended(List<ListenerProcess> self) {
        listeners.removeAll(self);
        if (!over) {
            self.forEach(one -> chronicle.tell(one + " is no more"));
            world.time()
                    .after(
                            scenario.restart().toNanos() / 1_000,
                            () -> {
                                if (listeners.size() < scenario.listeners()) {
                                    startListener();
                                }
                            });
        }
    }

    private void scheduledRepair() {
        if (over) {
            return;
        }
        invoke(BackfillRequest.Scheduled.ALL);
        world.time().after(MINUTE, this::scheduledRepair);
    }

    private void invoke(BackfillRequest.Run request) {
        endings.merge(StoryReport.BEGUN, 1, Integer::sum);
        container().invoke(request, () -> {});
    }

    private RepairProcess container() {
        if (containers.removeIf(SimulatedProcess::isDead)) {
            endings.merge(StoryReport.KILLED, 1, Integer::sum);
        }
        return containers.stream()
                .filter(container -> !container.isBusy())
                .findFirst()
                .orElseGet(this::newContainer);
    }

    private RepairProcess newContainer() {
        RepairProcess made =
                new RepairProcess(
                        world,
                        "repair " + ++startedContainers,
                        0,
                        repairAddress,
                        UsualSettings.repair(),
                        programs.split());
        containers.add(made);
        return made;
    }

    @Override
    public void measured(String program, Measurements measurements) {
        memory = Math.max(memory, measurements.values().get(ListenerMetric.MEMORY_HELD));
    }

    @Override
    public void reported(String program, RepairReport report) {
        endings.merge(report.ending().name(), 1, Integer::sum);
        if (report.ending() == RepairReport.Ending.BANNED) {
            tellOnce(program + " is told to stay away: " + report.ending());
        }
    }

    private void tellOnce(String line) {
        if (chronicle.lines().stream().noneMatch(told -> told.endsWith(line))) {
            chronicle.tell(line);
        }
    }

    private ListenerProcess listener(String name) {
        return listeners.stream()
                .filter(one -> one.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    World world() {
        return world;
    }

    OrderedFaults faults() {
        return faults;
    }

    Streams streams() {
        return streams;
    }

    void stall(Symbol symbol) {
        streams.stall(world.market().symbols().indexOf(symbol));
    }

    void delist(Symbol symbol) {
        world.market().tape().delist(symbol.exchangeName());
    }

    void cutWhatIsOlderThan(Duration age) {
        streams.cutOlderThan(age.toNanos() / 1_000);
        world.time().after(SECOND, () -> cutWhatIsOlderThan(age));
    }

    void killListeners() {
        List.copyOf(listeners).forEach(SimulatedProcess::kill);
    }

    void dieAfterPut() {
        aroundPut.after(listener -> {
            throw listener.die();
        });
    }

    void freezeBeforePut(Duration time) {
        aroundPut.before(listener -> {
            chronicle.tell(listener + " stands still");
            listener.pauseFor(time.toNanos() / 1_000);
            listener.sleep(1);
            chronicle.tell(listener + " goes on");
            ledger.expect();
        });
    }

    void skewListeners(Duration ahead) {
        listeners.forEach(listener -> listener.setSkew(ahead.toNanos() / 1_000));
    }

    void deploy() {
        List<ListenerProcess> old = List.copyOf(listeners);
        old.forEach(_ -> startListener());
        old.forEach(each -> each.later(OVERLAP, each::stop));
    }
}
