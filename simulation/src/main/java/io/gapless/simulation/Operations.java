package io.gapless.simulation;

import io.gapless.archive.Claim;
import io.gapless.archive.Gap;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.listener.ListenerSettings;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/// Runs the programs as an operator's machines do: listeners that are started again when they end, a
/// repair every minute, deploys, and now and then somebody who asks for history. Lets the seed's faults
/// happen to processes.
final class Operations {
    private static final long SECOND = 1_000_000;
    private static final long LOOK_EVERY = 10 * SECOND;
    private static final long REPAIR_EVERY = 60 * SECOND;
    private static final double LONGEST_STEP_OVER = 600;
    private static final double LONGEST_PAUSE = 1_200;
    private static final double LONGEST_SKEW = 300;

    /// Longer than ids are stepped over, by whatever clocks the two sights are taken. In production an hour.
    private static final Duration ABSENT_AFTER = Duration.ofMinutes(21);

    private static final int MOST_LISTENERS = 3;
    private static final int MOST_CONTAINERS = 5;
    private static final int MOST_BEFORE_DUMPS = 100;
    private static final long USUAL_MEMORY = 1 << 20;
    private static final int LITTLE_MEMORY = 32_000;

    private final World world;
    private final SplittableRandom choices;
    private final SplittableRandom programs;
    private final Streams streams;
    private final Address repairs;
    private final List<ListenerProcess> listeners = new ArrayList<>();
    private final Set<ListenerProcess> replaced = new HashSet<>();
    private final List<RepairProcess> containers = new ArrayList<>();
    private final List<Symbol> steppedOver = new ArrayList<>();
    private final SymbolChanges symbols;
    private final FlushPolicy flushPolicy;
    private final Duration claimLife;
    private final long memory;
    private final RepairSettings repairSettings;
    private int started;
    private boolean over;

    Operations(World world) {
        this.world = world;
        choices = world.choices();
        programs = choices.split();
        streams = new Streams(world);
        repairs = new Address(world);
        symbols = new SymbolChanges(world, this::deploy);
        flushPolicy =
                new FlushPolicy(
                        Duration.ofSeconds(choices.nextInt(10, 120)),
                        choices.nextBoolean() ? 50_000 : choices.nextInt(5, 200));
        claimLife = Duration.ofSeconds(choices.nextInt(10, 60));
        memory =
                world.faults().has(Fault.MEMORY_FULL)
                        ? IngestSettings.LEAST_MEMORY + choices.nextInt(LITTLE_MEMORY)
                        : USUAL_MEMORY;
        repairSettings =
                new RepairSettings(
                        new Claimant("repair", Duration.ofSeconds(30)),
                        Duration.ofSeconds(choices.nextInt(60, 300)),
                        ABSENT_AFTER,
                        Duration.ofSeconds(choices.nextInt(20, 600)),
                        choices.nextInt(1, MOST_BEFORE_DUMPS));
    }

    void begin() {
        world.market().begin(streams::publish);
        int count = 1 + choices.nextInt(MOST_LISTENERS);
        for (int i = 0; i < count; i++) {
            world.time().after(choices.nextLong(60 * SECOND), this::startListener);
        }
        world.time().after(choices.nextLong(REPAIR_EVERY), this::scheduledRepair);
        world.time().after(LOOK_EVERY, this::look);
        int wishes = choices.nextInt(3);
        for (int i = 0; i < wishes; i++) {
            wish();
        }
    }

    /// Everything goes well from now on.
    void endOfTrouble() {
        world.faults().end();
        world.weather().clear();
        world.market().tape().lag(Duration.ZERO);
        steppedOver.forEach(this::showAll);
        symbols.endOfTrouble();
        listeners.forEach(listener -> listener.setSkew(0));
        containers.forEach(container -> container.setSkew(0));
        listeners.forEach(SimulatedProcess::goOn);
        containers.forEach(SimulatedProcess::goOn);
    }

    /// SIGTERM for all.
    void stopAll() {
        over = true;
        List.copyOf(listeners).forEach(ListenerProcess::stop);
    }

    boolean allStopped() {
        return listeners.isEmpty();
    }

    /// Trades that a listener has received and not archived yet, if any.
    Optional<String> held() {
        return listeners.stream()
                .filter(ListenerProcess::isHolding)
                .map(listener -> listener + " still holds trades")
                .findFirst();
    }

    private ListenerSettings listenerSettings(SymbolSelection selection) {
        return new ListenerSettings(
                selection,
                new IngestSettings(flushPolicy, IngestSettings.DEFAULT_REORDER_GRACE, memory),
                new Claimant("listener", claimLife),
                ListenerSettings.DEFAULT_STOP_TIMEOUT,
                Optional.empty());
    }

    /// Every listener is replaced by one with the configuration of now. Until the old ones are told to
    /// stop they are started again with the old one when they end, which may be late.
    private void deploy(SymbolSelection old) {
        for (ListenerProcess listener : List.copyOf(listeners)) {
            replace(listener);
        }
        if (world.faults().chance().nextBoolean()) {
            world.time()
                    .after(
                            world.faults().micros(1, 120),
                            () ->
                                    startListener(old, () -> {})
                                            .ifPresent(late ->
                                                    late.later(
                                                            world.faults().micros(10, 600),
                                                            late::stop)));
        }
    }

    /// Starts another one, and stops this one for good.
    private void replace(ListenerProcess old) {
        if (replaced.add(old)) {
            startListener();
            old.later(world.faults().micros(1, 60), old::stop);
        }
    }

    private void startListener() {
        startListener(
                symbols.selection(),
                () -> world.time().after(world.faults().micros(2, 120), this::startListener));
    }

    private Optional<ListenerProcess> startListener(SymbolSelection selection, Runnable ended) {
        if (over) {
            return Optional.empty();
        }
        List<ListenerProcess> self = new ArrayList<>();
        ListenerProcess listener =
                new ListenerProcess(
                        world,
                        "listener " + ++started,
                        skew(),
                        new Address(world),
                        streams,
                        listenerSettings(selection),
                        world.sabotage().chance(programs.split()),
                        () -> {
                            listeners.removeAll(self);
                            if (!replaced.removeAll(self)) {
                                ended.run();
                            }
                        });
        self.add(listener);
        listeners.add(listener);
        listener.start();
        return Optional.of(listener);
    }

    private void scheduledRepair() {
        if (over || !world.sabotage().repairs()) {
            return;
        }
        container().ifPresent(idle -> idle.invoke(BackfillRequest.Scheduled.ALL, () -> {}));
        world.time().after(REPAIR_EVERY, this::scheduledRepair);
    }

    private Optional<RepairProcess> container() {
        containers.removeIf(SimulatedProcess::isDead);
        for (RepairProcess container : containers) {
            if (!container.isBusy() && !container.isPaused()) {
                return Optional.of(container);
            }
        }
        if (containers.size() >= MOST_CONTAINERS) {
            return Optional.empty();
        }
        RepairProcess made =
                new RepairProcess(
                        world,
                        "repair " + ++started,
                        skew(),
                        repairs,
                        repairSettings,
                        world.sabotage().chance(programs.split()));
        containers.add(made);
        return Optional.of(made);
    }

    /// Somebody asks for ids from before anybody listened, until it is stored.
    private void wish() {
        List<Symbol> lasting =
                world.market().symbols().stream()
                        .filter(each -> !each.equals(World.DELISTED.symbol()))
                        .toList();
        Symbol symbol = lasting.get(choices.nextInt(lasting.size()));
        TradeIdRange all = world.market().ids(symbol).span().orElseThrow();
        long from = all.first() + choices.nextLong(all.size());
        long to = Math.min(all.last(), from + choices.nextLong(300));
        BackfillRequest.Run request =
                new BackfillRequest.Manual(
                        List.of(new BackfillRequest.Asked.Ids(symbol, new TradeIdRange(from, to))));
        world.time()
                .after(
                        choices.nextLong(World.TROUBLE.toNanos() / 1_000),
                        () -> container().ifPresent(idle -> idle.invoke(request, () -> {})));
    }

    private long skew() {
        Faults faults = world.faults();
        return faults.has(Fault.CLOCK_JUMPED) && !faults.isCalm() ? randomSkew() : 0;
    }

    private long randomSkew() {
        Faults faults = world.faults();
        long skew = faults.micros(0.01, LONGEST_SKEW);
        return faults.chance().nextBoolean() ? skew : -skew;
    }

    private void look() {
        if (world.faults().isCalm()) {
            return;
        }
        Faults faults = world.faults();
        streams.look(world.market().symbols().size());
        for (ListenerProcess listener : List.copyOf(listeners)) {
            if (faults.strikes(Fault.LISTENER_KILLED, Step.IDLE, listener::toString)) {
                listener.kill();
            }
            if (faults.strikes(Fault.DEPLOY, Step.IDLE, listener::toString)) {
                replace(listener);
            }
            lookAtProcess(listener);
        }
        containers.forEach(this::lookAtProcess);
        if (faults.strikes(Fault.S3_AWAY, Step.IDLE, () -> "S3")) {
            world.weather().s3AwayFor(faults.micros(10, 1_200));
        }
        if (faults.strikes(Fault.DYNAMO_AWAY, Step.IDLE, () -> "DynamoDB")) {
            world.weather().dynamoAwayFor(faults.micros(10, 600));
        }
        if (faults.strikes(Fault.REST_LAGS, Step.IDLE, () -> "REST")) {
            world.lag(
                    Duration.ofSeconds(faults.chance().nextInt(1, 1_200)),
                    faults.micros(10, 1_200));
        }
        stepOver();
        symbols.look();
        world.time().after(LOOK_EVERY, this::look);
    }

    private void lookAtProcess(SimulatedProcess process) {
        Faults faults = world.faults();
        if (faults.strikes(Fault.PAUSED, Step.IDLE, process::toString)) {
            process.pauseFor(faults.micros(2, LONGEST_PAUSE));
        }
        if (faults.strikes(Fault.CLOCK_JUMPED, Step.IDLE, process::toString)) {
            process.setSkew(randomSkew());
        }
    }

    /// Ids that a repair is going to ask for, if there are any.
    private TradeIdRange wantedMost(Symbol symbol) {
        List<Claim> claims = world.witness().newest(symbol).claims();
        if (!claims.isEmpty()) {
            return claims.getFirst().range();
        }
        List<Gap> gaps = world.witness().newest(symbol).gaps(OptionalLong.empty());
        if (!gaps.isEmpty()) {
            return gaps.getFirst().range();
        }
        TradeIdRange all = world.market().ids(symbol).span().orElseThrow();
        long from = all.first() + world.faults().chance().nextLong(all.size());
        return new TradeIdRange(from, from + world.faults().chance().nextInt(200));
    }

    /// Once per symbol at most, and for less than it takes to call ids absent.
    private void stepOver() {
        Faults faults = world.faults();
        for (Symbol symbol : world.market().symbols()) {
            if (!steppedOver.contains(symbol)
                    && symbols.isServed(symbol)
                    && faults.strikes(Fault.REST_STEPS_OVER, Step.IDLE, symbol::toString)) {
                steppedOver.add(symbol);
                world.market().tape().stepOver(symbol.exchangeName(), wantedMost(symbol));
                world.time().after(faults.micros(10, LONGEST_STEP_OVER), () -> showAll(symbol));
            }
        }
    }

    private void showAll(Symbol symbol) {
        if (symbols.isServed(symbol)) {
            world.market().tape().showAll(symbol.exchangeName());
        }
    }
}
