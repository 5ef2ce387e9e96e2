package io.gapless.binance;

import static io.gapless.binance.TradeHistoryContract.refusal;
import static io.gapless.binance.TradeHistoryContract.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gapless.trade.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies that are packed, endless, cut off, or something else altogether.
class RestBodiesTest {
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ONE_ROW =
            "[{\"id\":17,\"price\":\"1.00000000\",\"qty\":\"2.00000000\",\"time\":1499865549590,\"isBuyerMaker\":true}]";
    private static final byte[] MEGABYTE = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

    private HttpServer server;
    private RestTradeHistory history;
    private HttpHandler handler;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        handler.handle(exchange);
                    }
                });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        history = new RestTradeHistory(RestSettings.at(base), InstantSource.fixed(NOW), _ -> {});
    }

    @AfterEach
    void stop() {
        history.close();
        server.stop(0);
    }

    @Test
    void aPackedAnswerIsUnpacked() {
        handler = exchange -> sendPacked(exchange, ONE_ROW.getBytes(StandardCharsets.UTF_8));

        assertThat(value(history.page(SYMBOL, 17, 1)).id(0)).isEqualTo(17);
    }

    @Test
    void aPackedAnswerThatUnpacksToTooMuchIsRefused() {
        handler =
                exchange ->
                        sendPacked(
                                exchange, " ".repeat(64 << 20).getBytes(StandardCharsets.US_ASCII));

        assertThat(refusal(history.time()))
                .isInstanceOfSatisfying(
                        Refusal.Unreadable.class,
                        unreadable -> assertThat(unreadable.place()).contains("65536 bytes"));
    }

    @Test
    void aPackedAnswerThatIsCutOffIsRefused() {
        handler =
                exchange -> {
                    byte[] packed = packed(MEGABYTE);
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, packed.length / 2);
                    exchange.getResponseBody().write(packed, 0, packed.length / 2);
                };

        assertThat(refusal(history.page(SYMBOL, 17, 1))).isInstanceOf(Refusal.Unreadable.class);
    }

    @Test
    void aBodyOf64MegabytesIsNotReadToItsEnd() {
        handler =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream body = exchange.getResponseBody();
                    for (int megabyte = 0; megabyte < 64; megabyte++) {
                        body.write(MEGABYTE);
                    }
                };

        assertThat(refusal(history.page(SYMBOL, 17, 1)))
                .isInstanceOfSatisfying(
                        Refusal.Unreadable.class,
                        unreadable -> assertThat(unreadable.place()).contains("4194304 bytes"));
    }

    @Test
    void anErrorBodyOf64MegabytesIsStillTheErrorThatItIs() {
        handler =
                exchange -> {
                    exchange.sendResponseHeaders(418, 0);
                    for (int megabyte = 0; megabyte < 64; megabyte++) {
                        exchange.getResponseBody().write(MEGABYTE);
                    }
                };

        assertThat(refusal(history.page(SYMBOL, 17, 1))).isInstanceOf(Refusal.Banned.class);
    }

    @Test
    void aBodyThatIsCutOffMayPass() {
        handler =
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write(ONE_ROW.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                };

        assertThat(refusal(history.page(SYMBOL, 17, 1))).isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void aPageInHtmlIsShownByItsBeginning() {
        handler =
                exchange -> send(exchange, "<html>\n<body>Please log in to the airport's network");

        assertThat(refusal(history.page(SYMBOL, 17, 1)).sentence())
                .contains("not JSON", "It begins: <html> <body>Please log in");
    }

    private static void sendPacked(HttpExchange exchange, byte[] body) throws IOException {
        byte[] packed = packed(body);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, packed.length);
        exchange.getResponseBody().write(packed);
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return packed.toByteArray();
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
