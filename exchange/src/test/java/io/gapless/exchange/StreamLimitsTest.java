package io.gapless.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.exchange.RawStream.Frame;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.stream.StreamLimits;
import io.gapless.exchange.tape.SeededTape;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What ends connections and keeps them alive, on a clock moved by hand.
class StreamLimitsTest {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-22T10:00:00Z"));
    private SimulatedExchange exchange = start(StreamLimits.BINANCE);

    private SimulatedExchange start(StreamLimits limits) {
        return SimulatedExchange.start(
                ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT"), 100))
                        .withClock(clock)
                        .withStream(limits));
    }

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void aConnectionIsPingedEveryTwentySecondsAndCutWhenAPongIsMissingForSixty() {
        try (RawStream client = RawStream.open(exchange, "/ws/nothing@trade")) {
            for (int ping = 1; ping <= 3; ping++) {
                clock.pass(Duration.ofSeconds(20));
                assertThat(client.nextControl().opcode()).isEqualTo(PING);
            }
            clock.pass(Duration.ofSeconds(20));
            assertThat(client.nextControl().opcode()).isEqualTo(PING);
            clock.pass(Duration.ofSeconds(1));
            assertThat(client.nextControl()).isEqualTo(new Frame(CLOSE, pongTimeout()));
            assertThat(exchange.counters().total(Counter.PONG_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void aPongWithThePingsPayloadKeepsTheConnectionAndAnyOtherDoesNot() {
        try (RawStream client = RawStream.open(exchange, "/ws/nothing@trade")) {
            for (int minute = 0; minute < 12; minute++) {
                clock.pass(Duration.ofSeconds(20));
                Frame ping = client.nextControl();
                assertThat(ping.payload()).isEqualTo(Long.toString(clock.instant().toEpochMilli()));
                long answered = exchange.counters().total(Counter.PONGS_RECEIVED);
                client.send(PONG, ping.payload());
                await().until(() -> exchange.counters().total(Counter.PONGS_RECEIVED) > answered);
            }
            assertThat(exchange.openConnections()).isEqualTo(1);
            for (int ping = 0; ping < 4; ping++) {
                clock.pass(Duration.ofSeconds(20));
                assertThat(client.nextControl().opcode()).isEqualTo(PING);
                client.send(PONG, "unsolicited");
            }
            clock.pass(Duration.ofSeconds(1));
            assertThat(client.nextControl()).isEqualTo(new Frame(CLOSE, pongTimeout()));
        }
    }

    @Test
    void theJdkClientStaysAliveByItsOwnPongs() {
        try (StreamClient client = new StreamClient(exchange, "/ws/nothing@trade")) {
            for (int ping = 1; ping <= 6; ping++) {
                clock.pass(Duration.ofSeconds(20));
                int expected = ping;
                await().until(() -> exchange.counters().total(Counter.PONGS_RECEIVED) == expected);
            }
            assertThat(client.pings).hasSize(6);
            assertThat(exchange.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionIsCutAfterTwentyFourHours() {
        exchange.close();
        exchange = start(StreamLimits.BINANCE.withPing(Duration.ofDays(2), Duration.ofDays(2)));
        try (StreamClient client = new StreamClient(exchange, "/ws/nothing@trade")) {
            clock.pass(Duration.ofHours(24).minusMillis(1));
            client.ask(1, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":$id}");
            clock.pass(Duration.ofMillis(1));
            client.awaitEnd();
            assertThat(exchange.counters().total(Counter.LIFETIME_CUTS)).isEqualTo(1);
        }
    }

    @Test
    void fiveClientMessagesASecondAreTakenAndTheSixthEndsTheConnection() {
        try (RawStream client = RawStream.open(exchange, "/ws/nothing@trade")) {
            for (int second = 0; second < 3; second++) {
                for (int i = 0; i < 4; i++) {
                    client.send(TEXT, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
                    assertThat(client.nextControl().opcode()).isEqualTo(TEXT);
                }
                client.send(PING, "hello");
                assertThat(client.nextControl()).isEqualTo(new Frame(PONG, "hello"));
                clock.pass(Duration.ofSeconds(1));
            }
            for (int i = 0; i < 6; i++) {
                client.send(PONG, "");
            }
            assertThat(client.nextControl()).isEqualTo(new Frame(CLOSE, "1008 Too many requests"));
            assertThat(client.next()).isEmpty();
        }
    }

    @Test
    void theLimitOfMessagesMovesWithTheClockAndDoesNotStartAnewWithEachSecond() {
        try (RawStream client = RawStream.open(exchange, "/ws/nothing@trade")) {
            clock.pass(Duration.ofMillis(900));
            for (int i = 0; i < 3; i++) {
                client.send(PING, "a");
                client.nextControl();
            }
            clock.pass(Duration.ofMillis(200));
            for (int i = 0; i < 3; i++) {
                client.send(PONG, "");
            }
            assertThat(client.nextControl().payload()).startsWith("1008");
        }
    }

    @Test
    void the1025thStreamIsAnsweredWithCode4AndTheConnectionIsLost() {
        String many =
                IntStream.rangeClosed(1, 600)
                        .mapToObj(n -> "s" + n + "@trade")
                        .collect(Collectors.joining("/"));
        try (StreamClient client = new StreamClient(exchange, "/stream?streams=" + many)) {
            assertThat(subscribe(client, 1, 601, 800).get("result").isNull()).isTrue();
            assertThat(subscribe(client, 2, 801, 1_000).get("result").isNull()).isTrue();
            assertThat(subscribe(client, 3, 1_001, 1_024).get("result").isNull()).isTrue();
            assertThat(subscribe(client, 4, 1, 10).get("result").isNull()).isTrue();
            assertThat(subscribe(client, 5, 1_025, 1_025).at("/error/code").asInt()).isEqualTo(4);
            assertThat(client.awaitEnd()).startsWith("1008");
        }
    }

    @Test
    void aRequestThatIsTooLongIsIgnoredSilently() {
        try (StreamClient client = new StreamClient(exchange, "/ws")) {
            client.say(
                    "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\"],\"id\":1,\"x\":\"%s\"}"
                            .formatted("x".repeat(7_000)));
            assertThat(
                            client.ask(2, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":$id}")
                                    .get("result"))
                    .isEmpty();
            assertThat(client.frames).hasSize(1);
        }
    }

    @Test
    void aTargetThatIsTooLongOrNoStreamIsRefused() {
        assertThat(status("/stream?streams=" + "x".repeat(8_004))).isEqualTo(414);
        assertThat(status("/stream?streams=btcusdt@trade&timeUnit=HOUR")).isEqualTo(400);
    }

    @Test
    void moreThanThreeHundredHandshakesInFiveMinutesAreRefused() {
        exchange.close();
        exchange = start(StreamLimits.BINANCE.withAttempts(3));
        for (int i = 0; i < 3; i++) {
            new StreamClient(exchange, "/ws/nothing@trade").close();
        }
        assertThat(status("/ws/nothing@trade")).isEqualTo(429);
        clock.pass(Duration.ofMinutes(5));
        new StreamClient(exchange, "/ws/nothing@trade").close();
        assertThat(exchange.counters().total(Counter.HANDSHAKES_REFUSED)).isEqualTo(1);
    }

    @Test
    void aReaderThatIsTooSlowIsCut() {
        exchange.close();
        exchange = start(StreamLimits.BINANCE.withOutboundBytes(1 << 16));
        try (RawStream reader = RawStream.open(exchange, "/ws/btcusdt@trade")) {
            exchange.faults().inject(new Fault.Burst("BTCUSDT", 200_000, Duration.ofSeconds(1)));
            clock.pass(Duration.ofSeconds(2));
            await().until(() -> exchange.openConnections() == 0);
            assertThat(exchange.counters().total(Counter.SLOW_READER_CUTS)).isEqualTo(1);
            assertThat(reader.awaitEnd(20_000)).isEqualTo("RST");
        }
    }

    private int status(String path) {
        try {
            StreamClient.handshake(exchange, path).join();
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
        }
    }

    private static JsonNode subscribe(StreamClient client, int id, int first, int last) {
        String names =
                IntStream.rangeClosed(first, last)
                        .mapToObj(n -> "\"s" + n + "@trade\"")
                        .collect(Collectors.joining(","));
        return client.ask(id, "{\"method\":\"SUBSCRIBE\",\"params\":[" + names + "],\"id\":$id}");
    }

    private static String pongTimeout() {
        return "1008 Pong timeout";
    }
}
