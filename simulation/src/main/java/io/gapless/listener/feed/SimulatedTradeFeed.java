package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A feed whose supervision is the real one, and whose network, time and threads are simulated. It
/// lives in this package because the supervisor is nobody else's business.
public final class SimulatedTradeFeed implements TradeFeed {
    /// The world that it is in.
    public interface Surroundings {
        /// Steady time for supervision.
        InstantSource steadyTime();

        /// The process's own clock.
        InstantSource clock();

        /// Calls after so many µs, unless the process is dead by then.
        void later(long micros, Runnable what);

        /// Waits, on the thread of the ingest.
        void await(Duration time) throws InterruptedException;

        /// Somebody wants to connect; told later what came of it.
        void connect(Connection connection);

        /// A message was sent.
        void sent(Connection connection, String text);
    }

    private static final Pattern REQUEST = Pattern.compile("\"id\":(\\d+)");

    private final List<Symbol> symbols;
    private final FeedSettings settings;
    private final Surroundings world;
    private final FeedSupervisor supervisor;
    private final Map<Integer, Connection> connections = new LinkedHashMap<>();
    private final List<Connection> holding = new ArrayList<>();
    private final boolean losesAtStop;
    private boolean stopped;

    /// @param lifetime age at which connections are replaced
    /// @param tick between two looks of the supervisor; what it waits for takes seconds to hours
    /// @param losesAtStop a mistake, for tests of tests: what was received and not drained is lost
    public SimulatedTradeFeed(
            List<Symbol> symbols,
            Duration lifetime,
            Duration tick,
            Surroundings world,
            RandomGenerator random,
            boolean losesAtStop) {
        this.losesAtStop = losesAtStop;
        this.symbols = List.copyOf(symbols);
        this.world = world;
        settings =
                new FeedSettings(
                        URI.create("wss://exchange.simulated"),
                        timing(lifetime, tick),
                        FeedLimits.production());
        supervisor = new FeedSupervisor(symbols, settings, random);
    }

    /// As in production but for these.
    private static FeedTiming timing(Duration lifetime, Duration tick) {
        FeedTiming usual = FeedTiming.production();
        return new FeedTiming(
                lifetime,
                usual.probeEvery(),
                usual.silentAfter(),
                usual.stalledAfter(),
                usual.connectWithin(),
                usual.closeWithin(),
                usual.overlap(),
                usual.quietAfter(),
                usual.replyWithin(),
                usual.messageSpacing(),
                usual.firstBackoff(),
                usual.longestBackoff(),
                usual.stableAfter(),
                usual.refusedPause(),
                tick,
                usual.readPause(),
                usual.handOver());
    }

    /// One connection, from the exchange's side.
    public final class Connection {
        private final int number;
        private final FeedColumns rows;
        private boolean open;
        private boolean over;
        private long frames;
        private long trades;

        private Connection(int number) {
            this.number = number;
            rows = new FeedColumns(number, 64);
        }

        public boolean isOver() {
            return over;
        }

        /// The handshake succeeds.
        public void opened() {
            if (!over) {
                open = true;
                tell(new FeedEvent.Opened(number));
            }
        }

        /// The handshake fails.
        ///
        /// @param httpStatus of the answer, if there was one
        public void refused(OptionalInt httpStatus) {
            if (!over) {
                over = true;
                connections.remove(number);
                tell(
                        new FeedEvent.ConnectFailed(
                                number,
                                new ConnectFailure(httpStatus, Optional.empty(), "refused")));
            }
        }

        /// A frame with a trade arrives.
        ///
        /// @return whether somebody reads it
        public boolean trade(int symbol, Trade trade) {
            if (over || !open || stopped) {
                return false;
            }
            frames++;
            trades++;
            if (rows.isEmpty()) {
                holding.add(this);
            }
            rows.add(symbol, trade);
            return true;
        }

        /// A request is answered.
        public void answered(String request) {
            if (over || !open) {
                return;
            }
            frames++;
            Matcher id = REQUEST.matcher(request);
            OptionalLong which =
                    id.find() ? OptionalLong.of(Long.parseLong(id.group(1))) : OptionalLong.empty();
            OptionalInt listed =
                    request.contains("LIST_SUBSCRIPTIONS")
                            ? OptionalInt.of(symbols.size())
                            : OptionalInt.empty();
            tell(new FeedEvent.Replied(number, which, listed));
        }

        /// The exchange says that it is going to cut this connection.
        public void shutdownAnnounced() {
            if (!over && open) {
                frames++;
                tell(new FeedEvent.ShutdownAnnounced(number));
            }
        }

        /// The connection is cut.
        public void cut() {
            if (!over && open) {
                over = true;
                connections.remove(number);
                tell(new FeedEvent.Closed(number, "1006"));
            }
        }

        @Override
        public String toString() {
            return "connection " + number;
        }
    }

    @Override
    public List<Symbol> symbols() {
        return symbols;
    }

    @Override
    public void start() {
        tick();
    }

    private void tick() {
        if (supervisor.isStopped()) {
            return;
        }
        List<FeedEvent.Activity> activity = new ArrayList<>();
        for (Connection each : connections.values()) {
            if (each.open) {
                activity.add(new FeedEvent.Activity(each.number, each.frames, each.trades, false));
            }
        }
        tell(new FeedEvent.Tick(activity));
        world.later(settings.timing().tick().toNanos() / 1_000, this::tick);
    }

    private void tell(FeedEvent event) {
        supervisor.on(event, world.steadyTime().instant()).forEach(this::perform);
    }

    private void perform(FeedAction action) {
        switch (action) {
            case FeedAction.Open(int number, var _) -> {
                Connection connection = new Connection(number);
                connections.put(number, connection);
                world.connect(connection);
            }
            case FeedAction.Send(int number, String text) ->
                    Optional.ofNullable(connections.get(number))
                            .ifPresent(connection -> world.sent(connection, text));
            case FeedAction.Close(int number) ->
                    Optional.ofNullable(connections.get(number))
                            .ifPresent(connection -> world.later(20_000, connection::cut));
            case FeedAction.Abort(int number) ->
                    Optional.ofNullable(connections.remove(number))
                            .ifPresent(connection -> connection.over = true);
            case FeedAction.Note _, FeedAction.Warn _ -> {
                // For logs.
            }
        }
    }

    @Override
    public int drain(FeedSink sink) {
        int drained = 0;
        for (Connection each : holding) {
            drained += each.rows.size();
            sink.accept(each.rows);
            each.rows.clear();
        }
        holding.clear();
        return drained;
    }

    @Override
    public void awaitTrades(Duration atMost) throws InterruptedException {
        world.await(atMost);
    }

    @Override
    public void stop() {
        if (!stopped) {
            stopped = true;
            if (losesAtStop) {
                holding.forEach(each -> each.rows.clear());
                holding.clear();
            }
            tell(new FeedEvent.Stop());
        }
    }

    @Override
    public FeedStatistics statistics() {
        return new FeedCounters().statistics(supervisor.health());
    }
}
