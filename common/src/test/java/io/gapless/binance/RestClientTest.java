package io.gapless.binance;

import static io.gapless.binance.TradeHistoryContract.refusal;
import static io.gapless.binance.TradeHistoryContract.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a network and a server can do to the adapter, over a real socket.
class RestClientTest {
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ONE_ROW =
            "[{\"id\":17,\"price\":\"1.00000000\",\"qty\":\"2.00000000\",\"time\":1499865549590,\"isBuyerMaker\":true}]";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private RestTradeHistory history;
    private HttpHandler handler = exchange -> send(exchange, 200, ONE_ROW);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        requests.add(exchange.getRequestURI().toString());
                        handler.handle(exchange);
                    }
                });
        server.start();
        history = at("http://127.0.0.1:" + server.getAddress().getPort(), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        over.countDown();
        history.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void requestsAreThoseOfTheDocuments() {
        value(history.page(SYMBOL, 17, 1_000));
        var _ = history.newest(Symbol.of("币安人生USDT"), 1);
        var _ = history.aggregates(SYMBOL, NOW.plusNanos(1_000), 5);
        var _ = history.tickers(Set.of("BTCUSDT", "AUSDT"));
        var _ = history.tickers(Set.of());
        var _ = history.exchangeInfo(Set.of("BTCUSDT"));
        var _ = history.exchangeInfo(Set.of());
        var _ = history.time();

        assertThat(requests)
                .containsExactly(
                        "/api/v3/historicalTrades?symbol=BTCUSDT&fromId=17&limit=1000",
                        "/api/v3/historicalTrades?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&limit=1",
                        "/api/v3/aggTrades?symbol=BTCUSDT&startTime=1772366400000001&limit=5",
                        "/api/v3/ticker/24hr?type=MINI&symbols=%5B%22AUSDT%22%2C%22BTCUSDT%22%5D",
                        "/api/v3/ticker/24hr?type=MINI",
                        "/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22%5D",
                        "/api/v3/exchangeInfo?showPermissionSets=false",
                        "/api/v3/time");
    }

    @Test
    void microsecondsAreAskedForAndTheUsedWeightIsToldToTheBudget() {
        handler =
                exchange -> {
                    assertThat(exchange.getRequestHeaders().getFirst("X-MBX-TIME-UNIT"))
                            .isEqualTo("MICROSECOND");
                    exchange.getResponseHeaders().set("x-mbx-used-weight-1m", "1234");
                    send(exchange, 200, ONE_ROW);
                };

        value(history.page(SYMBOL, 17, 1));

        assertThat(receipts).hasSize(1);
        assertThat(receipts.getFirst().usedWeight()).contains(1_234);
        assertThat(receipts.getFirst().date()).isPresent();
        assertThat(receipts.getFirst().sentAt()).isEqualTo(NOW);
    }

    @Test
    void refusalsTellTheUsedWeightToo() {
        handler =
                exchange -> {
                    exchange.getResponseHeaders().set("X-MBX-USED-WEIGHT-1M", "6001");
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    send(exchange, 429, "{\"code\":-1003,\"msg\":\"Too many requests\"}");
                };

        assertThat(refusal(history.time()))
                .isEqualTo(
                        new Refusal.RateLimited(
                                "the time at 127.0.0.1:" + server.getAddress().getPort(),
                                NOW.plusSeconds(8),
                                "-1003 Too many requests"));
        assertThat(receipts.getFirst().usedWeight()).contains(6_001);
    }

    @Test
    void headersThatMeanNothingAreLeftOut() {
        handler =
                exchange -> {
                    exchange.getResponseHeaders().set("X-MBX-USED-WEIGHT-1M", "many");
                    send(exchange, 200, ONE_ROW);
                };

        value(history.page(SYMBOL, 17, 1));

        assertThat(receipts.getFirst().usedWeight()).isEqualTo(Optional.empty());
    }

    @Test
    void aRedirectionIsNotFollowed() {
        handler =
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/api/v3/time");
                    send(exchange, 302, "");
                };

        assertThat(refusal(history.time())).isInstanceOf(Refusal.BadRequest.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUpAfterItsTime() {
        handler = _ -> await(over);

        assertThat(refusal(impatient().time()))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        unavailable -> assertThat(unavailable.said()).contains("PT0.3S"));
    }

    @Test
    void aBodyThatStopsHalfWayIsGivenUpAfterItsTime() {
        handler =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('[');
                    exchange.getResponseBody().flush();
                    await(over);
                };

        assertThat(refusal(impatient().page(SYMBOL, 17, 1)))
                .isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (RestTradeHistory nobody = at("http://127.0.0.1:" + port, Duration.ofSeconds(10))) {
            assertThat(refusal(nobody.time()).sentence())
                    .contains("did not answer", "127.0.0.1:" + port, "ConnectException");
        }
    }

    @Test
    void anInterruptionEndsTheWaitAndIsPassedOn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        handler =
                _ -> {
                    asked.countDown();
                    await(over);
                };
        List<Object> outcome = new CopyOnWriteArrayList<>();
        Thread caller =
                new Thread(() -> {
                    outcome.add(refusal(history.time()));
                    outcome.add(Thread.currentThread().isInterrupted());
                });
        caller.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(10_000);

        assertThat(outcome.get(0)).isInstanceOf(Refusal.Unavailable.class);
        assertThat(outcome.get(1)).isEqualTo(true);
    }

    @Test
    void oneConnectionServesManyRequests() {
        List<InetSocketAddress> from = new CopyOnWriteArrayList<>();
        handler =
                exchange -> {
                    from.add(exchange.getRemoteAddress());
                    send(exchange, 200, ONE_ROW);
                };

        for (int request = 0; request < 20; request++) {
            value(history.page(SYMBOL, 17, 1));
        }

        assertThat(from).hasSize(20);
        assertThat(Set.copyOf(from)).hasSize(1);
    }

    @Test
    void theTestnetsAddressWorksAsItIsDocumented() {
        try (RestTradeHistory testnet =
                at(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/api/",
                        Duration.ofSeconds(10))) {
            value(testnet.page(SYMBOL, 17, 1));
        }
        assertThat(requests.getFirst()).startsWith("/api/v3/historicalTrades");
    }

    @Test
    void anAddressThatCannotBeOneIsRefusedWithAnExample() {
        for (String wrong : List.of("api.binance.com", "ftp://x", "https:///x", "wss://x")) {
            assertThatThrownBy(() -> RestSettings.at(URI.create(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https://api.binance.com");
        }
    }

    @Test
    void limitsBeyondAPageAreRefusedUnsent() {
        assertThatThrownBy(() -> history.page(SYMBOL, 0, 1_001))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> history.page(SYMBOL, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(requests).isEmpty();
    }

    private RestTradeHistory impatient() {
        history.close();
        history = at("http://127.0.0.1:" + server.getAddress().getPort(), Duration.ofMillis(300));
        return history;
    }

    private RestTradeHistory at(String base, Duration callTimeout) {
        return new RestTradeHistory(
                new RestSettings(URI.create(base), Duration.ofSeconds(5), callTimeout),
                InstantSource.fixed(NOW),
                receipts::add);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
