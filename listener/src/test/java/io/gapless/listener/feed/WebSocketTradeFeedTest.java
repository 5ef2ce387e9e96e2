package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.fault.Scope;
import io.gapless.exchange.stream.StreamLimits;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The feed over real sockets, against the simulated exchange.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketTradeFeedTest {
    private static final String BTC = "BTCUSDT";

    private final SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(SeededTape.of(List.of(BTC, "ETHUSDT"), 200)));
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(exchange));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void bothConnectionsDeliverTheSameTradesExactly() {
        FeedProbe probe = probe(FeedProbe.settings(exchange.streamUrl()));
        probe.until(() -> probe.trades(BTC).size() > 500 && probe.connections().size() == 2);
        probe.until(
                () -> probe.connections().stream().allMatch(c -> probe.ids(c, BTC).size() > 100));

        for (int connection : probe.connections()) {
            for (String symbol : List.of(BTC, "ETHUSDT")) {
                assertConsecutive(probe.ids(connection, symbol));
            }
        }
        Map<Long, Trade> received = probe.trades(BTC);
        long first = probe.trades(BTC).firstKey();
        List<io.gapless.exchange.tape.Trade> truth = exchange.trades(BTC, first, 300);
        assertThat(truth).hasSize(300);
        assertThat(truth)
                .allSatisfy(real -> {
                    Trade trade = received.get(real.id());
                    assertThat(trade.price()).isEqualTo(real.price());
                    assertThat(trade.quantity()).isEqualTo(real.quantity());
                    assertThat(trade.time()).isEqualTo(real.tradeMicros());
                    assertThat(trade.eventTime()).isEqualTo(real.eventMicros());
                    assertThat(trade.buyerIsMaker()).isEqualTo(real.buyerMaker());
                    assertThat(trade.bestMatch()).isEqualTo(real.bestMatch());
                    assertThat(trade.source()).isEqualTo(Source.LIVE);
                    assertThat(trade.receivedAt())
                            .isBetween(
                                    trade.eventTime() - 1_000_000, trade.eventTime() + 30_000_000);
                });
        assertThat(truth).as("microseconds").anyMatch(real -> real.tradeMicros() % 1000 != 0);
        FeedStatistics statistics = probe.statistics();
        assertThat(statistics.openConnections()).isEqualTo(2);
        assertThat(statistics.deliveringConnections()).isEqualTo(2);
        assertThat(statistics.trades()).isGreaterThan(600);
        assertThat(statistics.frames()).isGreaterThanOrEqualTo(statistics.trades());
        assertThat(statistics.unreadable()).isZero();
        assertThat(statistics.lastTradeAt()).isPresent();
        assertThat(statistics.trouble()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.CutStyle.class)
    void aCutOfOneConnectionLosesNothingAndIsRepaired(Fault.CutStyle style) {
        FeedProbe probe = delivering();
        exchange.faults().inject(new Fault.Cut(OptionalInt.of(1), style, 1001));

        probe.until(() -> probe.reconnects(ReconnectReason.CLOSED_BY_SERVER) == 1);
        assertReplaced(probe, 3);
    }

    @Test
    void aCutOfBothConnectionsAtOnceIsRepairedTooWithAHole() {
        FeedProbe probe = delivering();
        exchange.faults().inject(new Fault.Cut(OptionalInt.empty(), Fault.CutStyle.RST, 1006));

        probe.until(() -> probe.reconnects(ReconnectReason.CLOSED_BY_SERVER) == 2);
        probe.until(() -> probe.connections().size() == 4);
        assertThat(probe.statistics().trouble()).isNotNull();
        probe.until(() -> probe.statistics().deliveringConnections() == 2);
    }

    @Test
    void aSilentConnectionIsFoundByItsUnansweredQuestions() {
        FeedProbe probe = delivering();
        exchange.faults().inject(new Fault.GoSilent(OptionalInt.of(2)));

        probe.until(() -> probe.reconnects(ReconnectReason.SILENT) == 1);
        assertReplaced(probe, 3);
        await().atMost(FeedProbe.PATIENCE).until(() -> exchange.openConnections() == 2);
    }

    @Test
    void aHalfOpenConnectionIsReplacedAndItsSocketGivenUp() {
        FeedProbe probe = delivering();
        int before = socketThreads();
        exchange.faults().inject(new Fault.HalfOpen(OptionalInt.of(1)));

        probe.until(() -> probe.reconnects(ReconnectReason.SILENT) == 1);
        assertReplaced(probe, 3);
        await().atMost(FeedProbe.PATIENCE)
                .untilAsserted(() -> assertThat(socketThreads()).isLessThanOrEqualTo(before));
    }

    @Test
    void anAnsweringConnectionThatDeliversNothingIsReplaced() {
        FeedProbe probe = delivering();
        exchange.faults().inject(new Fault.Stall(Scope.connection(1)));

        probe.until(() -> probe.reconnects(ReconnectReason.STALLED) == 1);
        assertReplaced(probe, 3);
    }

    @Test
    void anAnnouncedShutdownIsFollowedBeforeItCuts() {
        FeedProbe probe = delivering();
        exchange.faults()
                .inject(new Fault.ServerShutdown(OptionalInt.empty(), Duration.ofSeconds(20)));

        probe.until(() -> probe.reconnects(ReconnectReason.SERVER_SHUTDOWN) == 2);
        assertReplaced(probe, 4);
        assertThat(probe.reconnects(ReconnectReason.CLOSED_BY_SERVER)).isZero();
    }

    @Test
    void connectionsAreReplacedInTurnAtTheEndOfTheirLife() {
        FeedTiming timing = FeedProbe.timing(Duration.ofSeconds(3), Duration.ofSeconds(3));
        FeedProbe probe =
                probe(new FeedSettings(exchange.streamUrl(), timing, FeedLimits.production()));

        probe.until(() -> probe.reconnects(ReconnectReason.LIFETIME) >= 4);
        assertReplaced(probe, 6);
        assertThat(probe.statistics().reconnectsTotal())
                .isEqualTo(probe.reconnects(ReconnectReason.LIFETIME));
    }

    @ParameterizedTest
    @CsvSource({
        "451, RESTRICTED_LOCATION, does not serve this location",
        "403, FORBIDDEN, firewall",
        "429, TOO_MANY_REQUESTS, too many requests",
        "418, BANNED, has banned this address",
        "503, CONNECT_FAILED, HTTP 503"
    })
    void aRefusedHandshakeIsExplainedAndTriedAgainLater(
            int status, ReconnectReason reason, String sentence) {
        exchange.faults().inject(new Fault.RefuseHandshakes(status, 2));
        FeedProbe probe = probe(FeedProbe.settings(exchange.streamUrl()));

        probe.until(() -> probe.reconnects(reason) == 2);
        assertThat(probe.statistics().trouble().orElseThrow())
                .contains(sentence, exchange.streamUrl().toString());
        probe.until(() -> probe.statistics().deliveringConnections() == 2);
        assertThat(probe.statistics().trouble()).isEmpty();
        assertThat(probe.statistics().attempts()).isEqualTo(4);
    }

    @Test
    void aHandshakeSlowerThanTheDeadlineIsGivenUpAndTriedAgain() {
        exchange.faults().inject(new Fault.SlowHandshake(Duration.ofSeconds(3)));
        FeedTiming timing = FeedProbe.timing(Duration.ofHours(1), Duration.ofSeconds(1));
        FeedProbe probe =
                probe(new FeedSettings(exchange.streamUrl(), timing, FeedLimits.production()));
        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_TIMED_OUT) >= 2);

        exchange.faults().clear();
        probe.until(() -> probe.statistics().deliveringConnections() == 2);
        await().atMost(FeedProbe.PATIENCE).until(() -> exchange.openConnections() == 2);
    }

    @Test
    void refusedConnectionsAreTriedUntilTheExchangeIsBack() {
        exchange.faults().inject(new Fault.RefuseConnections(Duration.ofSeconds(2)));
        FeedTiming timing = FeedProbe.timing(Duration.ofHours(1), Duration.ofSeconds(1));
        FeedProbe probe =
                probe(new FeedSettings(exchange.streamUrl(), timing, FeedLimits.production()));

        probe.until(() -> probe.statistics().deliveringConnections() == 2);
        assertThat(probe.statistics().reconnectsTotal()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theServersPingsAreAnswered() {
        SimulatedExchange pinging =
                open(
                        SimulatedExchange.start(
                                ExchangeSettings.seeded(BTC)
                                        .withStream(
                                                StreamLimits.BINANCE.withPing(
                                                        Duration.ofMillis(500),
                                                        Duration.ofMillis(1500)))));
        FeedProbe probe = probe(FeedProbe.settings(pinging.streamUrl()));

        probe.until(() -> pinging.counters().total(Counter.PONGS_RECEIVED) >= 10);
        assertThat(pinging.counters().total(Counter.PONG_TIMEOUTS)).isZero();
        assertThat(pinging.counters().total(Counter.MESSAGE_LIMIT_CUTS)).isZero();
        assertThat(probe.statistics().reconnectsTotal()).isZero();
    }

    @Test
    void hundredsOfSymbolsAreSubscribedToOverSeveralConnections() {
        SimulatedExchange wide =
                open(SimulatedExchange.start(ExchangeSettings.of(SeededTape.many(400, 4))));
        FeedLimits limits = new FeedLimits(200, 2_000, 50, 100, 65_536, 1 << 20);
        String[] symbols =
                java.util.stream.IntStream.rangeClosed(1, 400)
                        .mapToObj("GAP%04dUSDT"::formatted)
                        .toArray(String[]::new);
        FeedProbe probe =
                probe(new FeedSettings(wide.streamUrl(), FeedProbe.timing(), limits), symbols);

        probe.until(() -> probe.statistics().deliveringConnections() == 4);
        probe.until(() ->
                List.of(symbols).stream().allMatch(symbol -> !probe.trades(symbol).isEmpty()));
        assertThat(wide.openConnections()).isEqualTo(4);
        assertThat(wide.counters().total(Counter.MESSAGE_LIMIT_CUTS)).isZero();
        assertThat(probe.statistics().reconnectsTotal()).isZero();
    }

    @Test
    void aSymbolBeyondAsciiIsSubscribedTo() {
        SimulatedExchange chinese =
                open(SimulatedExchange.start(ExchangeSettings.seeded("币安人生USDT", BTC)));
        FeedProbe probe = probe(FeedProbe.settings(chinese.streamUrl()), "币安人生USDT");

        probe.until(() -> probe.trades("币安人生USDT").size() > 5);
    }

    @Test
    void aFeedThatNobodyDrainsStopsReadingAndLosesNothing() {
        FeedLimits limits = new FeedLimits(1_000, 8_000, 100, 100, 50, 1 << 20);
        FeedProbe probe =
                probe(new FeedSettings(exchange.streamUrl(), FeedProbe.timing(), limits), BTC);
        await().atMost(FeedProbe.PATIENCE).until(() -> probe.statistics().trades() == 100);
        long atFirst = exchange.truth(BTC).lastId();
        // Much longer than a link may be silent.
        await().atMost(FeedProbe.PATIENCE)
                .until(() -> exchange.truth(BTC).lastId() > atFirst + 800);
        assertThat(probe.statistics().trades()).isEqualTo(100);
        assertThat(probe.statistics().reconnectsTotal()).isZero();

        long head = exchange.truth(BTC).lastId();
        probe.until(() -> probe.newest(BTC) > head);
        probe.assertNoHole(BTC);
        probe.connections().forEach(connection -> assertConsecutive(probe.ids(connection, BTC)));
    }

    @Test
    void afterStopNothingArrivesAndWhatHadArrivedCanBeDrained() {
        FeedProbe probe = delivering();
        await().atMost(FeedProbe.PATIENCE).until(() -> probe.statistics().trades() > 50);
        probe.feed.stop();
        int left = probe.drain();
        long received = probe.statistics().trades();

        await().atMost(FeedProbe.PATIENCE).until(() -> exchange.openConnections() == 0);
        assertThat(probe.drain()).isZero();
        assertThat(probe.statistics().trades()).isEqualTo(received);
        assertThat(left).isGreaterThanOrEqualTo(0);
        long drained =
                probe.connections().stream()
                        .mapToLong(c -> probe.ids(c, BTC).size() + probe.ids(c, "ETHUSDT").size())
                        .sum();
        assertThat(drained).isEqualTo(received);
        probe.feed.stop();
    }

    @Test
    void stopFreesAThreadThatWaitsForTrades() {
        FeedProbe probe = probe(FeedProbe.settings(exchange.streamUrl()), BTC);
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> {
                    try {
                        while (true) {
                            probe.feed.awaitTrades(Duration.ofDays(1));
                            if (exchange.openConnections() == 0
                                    && probe.statistics().trades() > 0) {
                                return;
                            }
                            probe.drain();
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        await().atMost(FeedProbe.PATIENCE).until(() -> probe.statistics().trades() > 20);
        probe.feed.stop();
        assertThat(waiting).succeedsWithin(FeedProbe.PATIENCE);
    }

    @Test
    void aFeedIsStartedOnce() {
        FeedProbe probe = probe(FeedProbe.settings(exchange.streamUrl()), BTC);
        assertThatThrownBy(probe.feed::start).isInstanceOf(IllegalStateException.class);
    }

    private FeedProbe delivering() {
        FeedProbe probe = probe(FeedProbe.settings(exchange.streamUrl()));
        probe.until(() -> probe.statistics().deliveringConnections() == 2);
        probe.until(() -> probe.connections().size() == 2);
        return probe;
    }

    /// So many connections have delivered, two are left, and together they brought every trade.
    private void assertReplaced(FeedProbe probe, int connections) {
        probe.until(() -> probe.connections().size() >= connections);
        probe.until(() ->
                probe.statistics().deliveringConnections() == 2 && exchange.openConnections() >= 2);
        long head = exchange.truth(BTC).lastId();
        probe.until(() -> probe.newest(BTC) > head);
        probe.assertNoHole(BTC);
        probe.assertNoHole("ETHUSDT");
        assertThat(probe.statistics().unreadable()).isZero();
        assertThat(probe.statistics().trouble()).isEmpty();
    }

    private FeedProbe probe(FeedSettings settings, String... symbols) {
        return open(
                new FeedProbe(
                        settings, symbols.length == 0 ? new String[] {BTC, "ETHUSDT"} : symbols));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static int socketThreads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("feed-socket"))
                        .count();
    }

    private static void assertConsecutive(List<Long> ids) {
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(ids.get(i - 1) + 1);
        }
    }
}
