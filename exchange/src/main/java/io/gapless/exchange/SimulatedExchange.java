package io.gapless.exchange;

import io.gapless.exchange.control.ControlApi;
import io.gapless.exchange.control.FaultDesk;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.dump.DumpHost;
import io.gapless.exchange.dump.DumpStrikes;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.MarketClock;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.Truth;
import io.gapless.exchange.net.ExchangeServer;
import io.gapless.exchange.rest.RestApi;
import io.gapless.exchange.stream.HandshakeDesk;
import io.gapless.exchange.stream.StreamHub;
import io.gapless.exchange.tape.Trade;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A running simulated exchange. Market, streams, REST, faults and counts live on one thread; the methods here may be called from any other and wait for it.
///
/// ```java
/// try (SimulatedExchange exchange = SimulatedExchange.start(ExchangeSettings.seeded("BTCUSDT"))) {
///     connect(exchange.streamUrl(), exchange.restUrl());
///     exchange.faults().inject(new Fault.DropFrames(Scope.ALL, 0.01));
///     compare(archive, exchange.truth("BTCUSDT"));
/// }
/// ```
public final class SimulatedExchange implements AutoCloseable {

    private static final long MOST_SECONDS_TO_STOP = 5;

    private final NioEventLoopGroup loop;
    private final Market market;
    private final Counters counters;
    private final StreamHub streams;
    private final DumpHost dumps;
    private final FaultDesk faultDesk;
    private final int port;

    private SimulatedExchange(ExchangeSettings settings) {
        long start =
                settings.start()
                        .map(MarketClock::micros)
                        .orElseGet(() ->
                                settings.tape()
                                        .naturalStartMicros()
                                        .orElseGet(() -> now(settings)));
        MarketClock clock = new MarketClock(settings.clock(), start, settings.speed());
        counters = new Counters();
        market = new Market(settings.tape(), clock, start);
        streams =
                new StreamHub(
                        market,
                        settings.stream(),
                        counters,
                        PooledByteBufAllocator.DEFAULT,
                        settings.seed());
        HandshakeDesk handshakes = new HandshakeDesk(settings.stream(), counters, clock);
        RestApi rest = new RestApi(market, settings.rest(), counters);
        dumps = new DumpHost(market, counters);
        faultDesk = new FaultDesk(market, streams, handshakes, rest, dumps);
        loop = new NioEventLoopGroup(1, new DefaultThreadFactory("exchange", true));
        ExchangeServer server =
                new ExchangeServer(
                        loop,
                        clock,
                        handshakes,
                        streams,
                        rest,
                        dumps,
                        new ControlApi(market, counters, faultDesk));
        try {
            port = server.start(settings.port(), settings.tick());
        } catch (RuntimeException failed) {
            stopLoop();
            throw failed;
        }
    }

    /// Starts an exchange; it listens when this returns.
    ///
    /// @throws IllegalStateException when the port is taken
    public static SimulatedExchange start(ExchangeSettings settings) {
        return new SimulatedExchange(settings);
    }

    /// Base of REST and of `/control/`, such as `http://127.0.0.1:8080`.
    public URI restUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Base of the files of past days, where they are published from the next day on: the same as [#restUrl].
    public URI dumpUrl() {
        return restUrl();
    }

    /// Base of the streams, such as `ws://127.0.0.1:8080`.
    public URI streamUrl() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    /// What was really traded so far.
    ///
    /// @throws java.util.NoSuchElementException when the exchange never had the symbol
    public Truth truth(String symbol) {
        return ask(() -> market.symbol(symbol).truth());
    }

    /// Up to `limit` true trades from `fromId` on.
    public List<Trade> trades(String symbol, long fromId, int limit) {
        return ask(() -> {
            SymbolMarket traded = market.symbol(symbol);
            return traded.page(SymbolMarket.View.TRUE, fromId, limit, traded.newest());
        });
    }

    /// Fault control from code.
    public Faults faults() {
        return new OnTheLoop();
    }

    /// What was counted so far.
    public Counters.Snapshot counters() {
        return ask(counters::snapshot);
    }

    /// What was wrong with the files of past days that were fetched so far.
    public DumpStrikes dumpStrikes() {
        return ask(dumps::strikes);
    }

    /// Stream connections open now.
    public int openConnections() {
        return ask(streams::openConnections);
    }

    /// The market's time as the exchange tells it.
    public Instant marketTime() {
        return ask(() -> Instant.EPOCH.plusNanos(market.clock().shownMicros() * 1_000));
    }

    /// Cuts all connections and stops. Takes a moment.
    @Override
    public void close() {
        ask(() -> {
            streams.close();
            return true;
        });
        stopLoop();
    }

    private void stopLoop() {
        loop.shutdownGracefully(0, MOST_SECONDS_TO_STOP, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private <T> T ask(Callable<T> question) {
        if (loop.next().inEventLoop()) {
            throw new IllegalStateException("called from the exchange's own thread");
        }
        var answer = loop.submit(question).awaitUninterruptibly();
        if (answer.isSuccess()) {
            return answer.getNow();
        }
        throw answer.cause() instanceof RuntimeException refused
                ? refused
                : new IllegalStateException("the exchange has stopped", answer.cause());
    }

    private static long now(ExchangeSettings settings) {
        return MarketClock.micros(settings.clock().instant());
    }

    private final class OnTheLoop implements Faults {

        @Override
        public void inject(Fault fault) {
            ask(() -> {
                faultDesk.inject(fault);
                return true;
            });
        }

        @Override
        public void clear() {
            ask(() -> {
                faultDesk.clear();
                return true;
            });
        }
    }
}
