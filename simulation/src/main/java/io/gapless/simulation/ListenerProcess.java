package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.binance.BanMemory;
import io.gapless.binance.BudgetedHistory;
import io.gapless.binance.RequestBudget;
import io.gapless.listener.ExitCode;
import io.gapless.listener.Listener;
import io.gapless.listener.ListenerParts;
import io.gapless.listener.ListenerSettings;
import io.gapless.listener.feed.SimulatedTradeFeed;
import io.gapless.listener.feed.SimulatedTradeFeed.Connection;
import io.gapless.listener.feed.TradeFeed;
import io.gapless.listener.ingest.ActionThreads;
import io.gapless.listener.ingest.HeldMemory;
import io.gapless.listener.metrics.ListenerMetric;
import io.gapless.listener.metrics.Measurements;
import io.gapless.listener.start.CannotStartException;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator.SplittableGenerator;

/// A listener: the program as it runs in production, but for sockets and threads.
final class ListenerProcess extends SimulatedProcess {
    private static final long LOOK_EVERY = 200_000;

    private static final int WEIGHT_PER_MINUTE = 3_000;

    private final Streams streams;
    private final Listener listener;
    private final SplittableRandom random;
    private final long turn;
    private final Runnable ended;
    private final long memoryLimit;
    private final Map<Symbol, List<TradeIdRange>> received = new HashMap<>();
    private final Map<Symbol, Coverage> claimedAtStop = new HashMap<>();
    private List<Symbol> symbols = List.of();
    private boolean gaveUp;

    /// @param ended told when it is no more, whatever the reason
    ListenerProcess(
            World world,
            String name,
            long skew,
            Address address,
            Streams streams,
            ListenerSettings settings,
            SplittableRandom random,
            Runnable ended) {
        super(world, name, skew);
        this.streams = streams;
        this.random = random;
        this.ended = ended;
        memoryLimit = settings.ingest().memoryLimit();
        turn = world.pace().turn(random);
        RemoteStores stores = new RemoteStores(this);
        Sabotage sabotage = world.sabotage();
        Sabotage.Program self = new Sabotage.Program(name, false, clock());
        RequestBudget budget = new RequestBudget(WEIGHT_PER_MINUTE);
        listener =
                new Listener(
                        sabotage.listener(settings),
                        new ListenerParts(
                                sabotage.archive(stores.archive(), self),
                                sabotage.checkpoints(stores.checkpoints(), self),
                                new BudgetedHistory(
                                        sabotage.history(
                                                new RemoteHistory(this, address, budget::heard),
                                                self),
                                        budget,
                                        new BanMemory(stores.marks(), "listener"),
                                        clock()),
                                this::feed,
                                this::measured,
                                clock(),
                                pause(),
                                (SplittableGenerator) random.split(),
                                this::threads));
    }

    void start() {
        world().story().tell(() -> this + " starts");
        run(() -> {
            try {
                ExitCode code = listener.run();
                world().story().tell(() -> this + " ends: " + code);
                if (code == ExitCode.STOPPED) {
                    requireNothingLeft();
                }
            } catch (CannotStartException e) {
                world().story().tell(() -> this + " cannot start: " + e.reasons());
            }
            kill();
        });
    }

    private void measured(Measurements made) {
        Measurements measurements = world().sabotage().measured(made);
        world().watcher().measured(toString(), measurements);
        if (measurements.values().getOrDefault(ListenerMetric.TRADES_GIVEN_UP, 0.0) > 0) {
            gaveUp = true;
            world().faults().count(Fault.MEMORY_FULL, Step.IDLE);
        }
    }

    /// By which number its connections know a symbol of the market, if they do.
    OptionalInt number(int listed) {
        String name = world().market().symbols().get(listed).exchangeName();
        for (int i = 0; i < symbols.size(); i++) {
            if (symbols.get(i).exchangeName().equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// SIGTERM. Who does not listen yet is not waited for: see [io.gapless.listener.ListenerProcess].
    void stop() {
        world().story().tell(() -> this + " is told to stop");
        if (!listener.isListening()) {
            kill();
            return;
        }
        for (Symbol symbol : symbols) {
            claimedAtStop.put(symbol, world().witness().newest(symbol).claimed());
        }
        listener.stop();
    }

    boolean isHolding() {
        return listener.heldMemory().bytes() > 0;
    }

    /// After each turn: what is held is within the limit, or on its way.
    private void judgeMemory() {
        HeldMemory held = listener.heldMemory();
        if (held.bytes() > memoryLimit && held.bytes() > held.onTheirWay()) {
            // Thrown here, the listener would take it for a failure of its own.
            world().time()
                    .after(
                            0,
                            () -> {
                                throw new BrokenPromise(
                                        "%s may hold %d bytes, and has %s"
                                                .formatted(this, memoryLimit, held));
                            });
        }
    }

    /// Who stops in good order has archived all that it received, or has seen others claim it; such a
    /// claim may be released before the end.
    private void requireNothingLeft() {
        if (gaveUp) {
            return;
        }
        for (Symbol symbol : symbols) {
            Checkpoint checkpoint = world().witness().newest(symbol);
            Coverage left =
                    Coverage.of(received.getOrDefault(symbol, List.of()))
                            .intersect(world().market().ids(symbol))
                            .intersect(checkpoint.wanted().all(Long.MAX_VALUE - 1))
                            .minus(checkpoint.taken())
                            .minus(claimedAtStop.getOrDefault(symbol, Coverage.EMPTY));
            if (!left.isEmpty()) {
                throw new BrokenPromise(
                        "%s has stopped in good order and left %s of %s"
                                .formatted(this, left, symbol));
            }
        }
    }

    /// A connection delivers a trade.
    void receive(Connection connection, int symbol, Trade trade) {
        if (connection.trade(symbol, world().sabotage().received(trade))) {
            Symbol followed = symbols.get(symbol);
            if (world().market().isOf(followed, trade)) {
                world().witness().received(followed, trade);
                received.computeIfAbsent(followed, _ -> new ArrayList<>())
                        .add(new TradeIdRange(trade.id(), trade.id()));
            }
        }
    }

    @Override
    void died() {
        ended.run();
    }

    private TradeFeed feed(List<Symbol> symbols) {
        this.symbols = symbols;
        return new SimulatedTradeFeed(
                symbols,
                world().lifetimeOfConnections(),
                world().pace().tick(),
                new SimulatedTradeFeed.Surroundings() {
                    @Override
                    public InstantSource steadyTime() {
                        return world().time();
                    }

                    @Override
                    public InstantSource clock() {
                        return ListenerProcess.this.clock();
                    }

                    @Override
                    public void later(long micros, Runnable what) {
                        ListenerProcess.this.later(micros, what);
                    }

                    @Override
                    public void await(Duration time) {
                        judgeMemory();
                        sleep(turn);
                    }

                    @Override
                    public void connect(Connection connection) {
                        streams.connect(ListenerProcess.this, connection);
                    }

                    @Override
                    public void sent(Connection connection, String text) {
                        streams.sent(ListenerProcess.this, connection, text);
                    }
                },
                random.split(),
                world().sabotage().losesAtStop());
    }

    private ActionThreads threads() {
        return new ActionThreads() {
            @Override
            public void start(Runnable action) {
                run(action);
            }

            @Override
            public <T> Optional<T> await(BlockingQueue<T> queue, Duration atMost) {
                judgeMemory();
                if (queue.isEmpty()) {
                    sleep(LOOK_EVERY);
                }
                return Optional.ofNullable(queue.poll());
            }

            @Override
            public void close() {
                // The process ends right after.
            }
        };
    }
}
