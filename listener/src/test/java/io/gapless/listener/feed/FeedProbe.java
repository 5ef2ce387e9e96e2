package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;

/// A running feed with short time-outs, drained by the test, and everything that it delivered.
final class FeedProbe implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final WebSocketTradeFeed feed;
    private final Map<Integer, Map<Symbol, List<Long>>> idsByConnection = new LinkedHashMap<>();
    private final Map<Symbol, TreeMap<Long, Trade>> trades = new LinkedHashMap<>();

    FeedProbe(FeedSettings settings, String... symbols) {
        this(
                new WebSocketTradeFeed(
                        List.of(symbols).stream().map(Symbol::of).toList(),
                        settings,
                        InstantSource.system(),
                        new Random(1)));
    }

    FeedProbe(FeedSettings settings, SSLContext tls, String... symbols) {
        this(
                new WebSocketTradeFeed(
                        List.of(symbols).stream().map(Symbol::of).toList(),
                        settings,
                        InstantSource.system(),
                        new Random(1),
                        tls));
    }

    private FeedProbe(WebSocketTradeFeed feed) {
        this.feed = feed;
        feed.start();
    }

    static FeedTiming timing() {
        return timing(Duration.ofHours(1), Duration.ofSeconds(3));
    }

    static FeedTiming timing(Duration lifetime, Duration connectWithin) {
        return new FeedTiming(
                lifetime,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                connectWithin,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(350),
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                Duration.ofMillis(1),
                Duration.ofMillis(5));
    }

    static FeedSettings settings(URI url) {
        return new FeedSettings(url, timing(), FeedLimits.production());
    }

    /// Drains until this holds.
    void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    drain();
                    return condition.call();
                });
    }

    int drain() {
        return feed.drain(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                Symbol symbol = feed.symbols().get(rows.symbol(row));
                Trade trade = rows.trades().trade(row);
                idsByConnection
                        .computeIfAbsent(rows.connection(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(symbol, _ -> new ArrayList<>())
                        .add(trade.id());
                Trade other =
                        trades.computeIfAbsent(symbol, _ -> new TreeMap<>())
                                .putIfAbsent(trade.id(), trade);
                assertThat(other == null || other.sameFill(trade)).isTrue();
            }
        });
    }

    FeedStatistics statistics() {
        return feed.statistics();
    }

    long reconnects(ReconnectReason reason) {
        return statistics().reconnects().getOrDefault(reason, 0L);
    }

    /// The numbers of the connections that have delivered, in the order of their first rows.
    List<Integer> connections() {
        return List.copyOf(idsByConnection.keySet());
    }

    List<Long> ids(int connection, String symbol) {
        return idsByConnection
                .getOrDefault(connection, Map.of())
                .getOrDefault(Symbol.of(symbol), List.of());
    }

    /// Everything that any connection delivered, by id.
    TreeMap<Long, Trade> trades(String symbol) {
        return trades.getOrDefault(Symbol.of(symbol), new TreeMap<>());
    }

    long newest(String symbol) {
        return trades(symbol).isEmpty() ? -1 : trades(symbol).lastKey();
    }

    void assertNoHole(String symbol) {
        TreeMap<Long, Trade> all = trades(symbol);
        assertThat(all.lastKey() - all.firstKey() + 1).isEqualTo(all.size());
    }

    @Override
    public void close() {
        feed.stop();
    }
}
