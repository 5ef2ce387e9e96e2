package io.gapless.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.exchange.stream.StreamLimits;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Frames, subscriptions and requests over a real socket, on a clock moved by hand.
class StreamTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final HandClock clock = new HandClock(START);
    private SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT", "ETHUSDT", "币安USDT"), 50))
                            .withClock(clock));

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void aRawStreamHasEveryTradeOnceInOrderWithTheDocumentedKeys() {
        try (StreamClient client = new StreamClient(exchange, "/ws/btcusdt@trade")) {
            long before = exchange.truth("BTCUSDT").lastId();
            clock.pass(Duration.ofSeconds(10));
            long last = exchange.truth("BTCUSDT").lastId();

            assertThat(client.awaitIds(Math.toIntExact(last - before)))
                    .isEqualTo(consecutive(before + 1, last));
            JsonNode frame = client.json().getFirst();
            assertThat(keys(frame)).containsExactly("e", "E", "s", "t", "p", "q", "T", "m", "M");
            Trade trade = exchange.trades("BTCUSDT", before + 1, 1).getFirst();
            assertThat(frame.get("T").longValue()).isEqualTo(trade.tradeMicros() / 1_000);
            assertThat(frame.get("E").longValue()).isEqualTo(trade.eventMicros() / 1_000);
        }
    }

    @Test
    void aCombinedStreamInMicrosecondsWrapsTheFramesOfAllItsSymbols() {
        try (StreamClient client =
                new StreamClient(
                        exchange,
                        "/stream?streams=btcusdt@trade/ethusdt@trade&timeUnit=MICROSECOND")) {
            clock.pass(Duration.ofSeconds(10));
            client.first(frame -> frame.path("stream").asText().equals("btcusdt@trade"));
            JsonNode frame =
                    client.first(each -> each.path("stream").asText().equals("ethusdt@trade"));

            assertThat(keys(frame)).containsExactly("stream", "data");
            JsonNode data = frame.get("data");
            Trade trade = exchange.trades("ETHUSDT", data.get("t").longValue(), 1).getFirst();
            assertThat(data.get("T").longValue()).isEqualTo(trade.tradeMicros());
            assertThat(data.get("E").longValue()).isEqualTo(trade.eventMicros());
            assertThat(trade.eventMicros() - trade.tradeMicros()).isBetween(1L, 1_000L);
            assertThat(data.get("s").textValue()).isEqualTo("ETHUSDT");
        }
    }

    @Test
    void bothUnitsAndFormsOfOneTradeAgree() {
        try (StreamClient raw =
                        new StreamClient(exchange, "/ws/btcusdt@trade?timeUnit=microsecond");
                StreamClient combined =
                        new StreamClient(exchange, "/stream?streams=btcusdt%40trade")) {
            clock.pass(Duration.ofSeconds(5));
            long id = Math.max(raw.awaitIds(1).getFirst(), combined.awaitIds(1).getFirst());
            JsonNode micros = raw.first(frame -> frame.path("t").longValue() == id);
            JsonNode millis =
                    combined.first(frame -> frame.path("data").path("t").longValue() == id)
                            .get("data");
            assertThat(micros.get("T").longValue() / 1_000).isEqualTo(millis.get("T").longValue());
            assertThat(micros.get("p")).isEqualTo(millis.get("p"));
            assertThat(micros.get("q")).isEqualTo(millis.get("q"));
        }
    }

    @Test
    void aSymbolInAnotherScriptHasAStreamToo() {
        try (StreamClient client =
                new StreamClient(exchange, "/ws/" + RestClient.encoded("币安usdt@trade"))) {
            clock.pass(Duration.ofSeconds(5));
            client.awaitIds(1);
            assertThat(client.trades().getFirst().get("s").textValue()).isEqualTo("币安USDT");
        }
    }

    @Test
    void streamsAreSubscribedListedAndUnsubscribedByRequest() {
        try (StreamClient client = new StreamClient(exchange, "/ws")) {
            assertThat(
                            client.ask(
                                    1,
                                    "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\",\"ethusdt@trade\"],\"id\":$id}"))
                    .isEqualTo(json("{\"result\":null,\"id\":1}"));
            assertThat(client.ask(2, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":$id}"))
                    .isEqualTo(json("{\"result\":[\"btcusdt@trade\",\"ethusdt@trade\"],\"id\":2}"));
            assertThat(
                            client.ask(
                                    3,
                                    "{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@trade\"],\"id\":$id}"))
                    .isEqualTo(json("{\"result\":null,\"id\":3}"));
            clock.pass(Duration.ofSeconds(5));
            client.awaitIds(50);
            assertThat(client.trades())
                    .allSatisfy(
                            trade -> assertThat(trade.get("s").textValue()).isEqualTo("ETHUSDT"));
        }
    }

    @Test
    void unknownAndUppercaseNamesAreAcknowledgedListedAndSilent() {
        try (StreamClient client = new StreamClient(exchange, "/ws/BTCUSDT@trade")) {
            client.ask(
                    1,
                    "{\"method\":\"SUBSCRIBE\",\"params\":[\"nosuch@trade\",\"btcusdt@nothing\"],\"id\":$id}");
            assertThat(
                            client.ask(2, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":$id}")
                                    .get("result"))
                    .isEqualTo(json("[\"BTCUSDT@trade\",\"nosuch@trade\",\"btcusdt@nothing\"]"));
            clock.pass(Duration.ofSeconds(5));
            client.ask(3, "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":$id}");
            assertThat(client.trades()).isEmpty();
        }
    }

    @Test
    void theCombinedPropertyIsReadAndChanged() {
        try (StreamClient client = new StreamClient(exchange, "/ws/btcusdt@trade")) {
            assertThat(
                            client.ask(
                                            1,
                                            "{\"method\":\"GET_PROPERTY\",\"params\":[\"combined\"],\"id\":$id}")
                                    .get("result")
                                    .booleanValue())
                    .isFalse();
            client.ask(
                    2, "{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":$id}");
            clock.pass(Duration.ofSeconds(5));
            client.awaitIds(1);
            assertThat(client.first(frame -> frame.has("stream")).get("stream").textValue())
                    .isEqualTo("btcusdt@trade");
        }
    }

    @Test
    void wrongRequestsAreAnsweredWithTheDocumentedCodes() {
        try (StreamClient client = new StreamClient(exchange, "/ws")) {
            assertThat(error(client, 1, "{\"method\":\"NOPE\",\"id\":$id}")).isEqualTo(2);
            assertThat(error(client, 2, "{\"id\":$id}")).isEqualTo(2);
            assertThat(
                            error(
                                    client,
                                    3,
                                    "{\"method\":\"GET_PROPERTY\",\"params\":[\"x\"],\"id\":$id}"))
                    .isZero();
            assertThat(
                            error(
                                    client,
                                    4,
                                    "{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",1],\"id\":$id}"))
                    .isEqualTo(1);
            clock.pass(Duration.ofSeconds(2));
            client.say("{not json");
            assertThat(
                            client.first(frame -> frame.at("/error/code").asInt() == 3)
                                    .get("id")
                                    .isNull())
                    .isTrue();
            client.say("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1.5}");
            assertThat(
                            client.first(frame ->
                                            frame.at("/error/code").asInt() == 2
                                                    && frame.get("id").isNull())
                                    .at("/error/msg")
                                    .asText())
                    .contains("request ID");
        }
    }

    @Test
    void errorsCanBeFlatAsDocumented() {
        restart(
                ExchangeSettings.seeded("BTCUSDT")
                        .withStream(StreamLimits.BINANCE.withErrors(StreamLimits.ErrorShape.FLAT)));
        try (StreamClient client = new StreamClient(exchange, "/ws")) {
            JsonNode reply = client.ask(1, "{\"method\":\"NOPE\",\"id\":$id}");
            assertThat(reply.get("code").intValue()).isEqualTo(2);
            assertThat(reply.get("msg").textValue()).contains("unknown variant");
        }
    }

    @Test
    void aTextIdComesBackAsItIs() {
        try (StreamClient client = new StreamClient(exchange, "/ws")) {
            client.say("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"abc123\"}");
            assertThat(
                            client.first(frame -> frame.path("id").asText().equals("abc123"))
                                    .get("result"))
                    .isEmpty();
        }
    }

    @Test
    void aConnectionHearsOnlyWhatIsTradedAfterItSubscribed() {
        clock.pass(Duration.ofSeconds(60));
        long before = exchange.truth("BTCUSDT").lastId();
        try (StreamClient client = new StreamClient(exchange, "/ws/btcusdt@trade")) {
            clock.pass(Duration.ofSeconds(5));
            assertThat(client.awaitIds(1).getFirst()).isEqualTo(before + 1);
        }
    }

    private void restart(ExchangeSettings settings) {
        exchange.close();
        exchange = SimulatedExchange.start(settings);
    }

    private static int error(StreamClient client, int id, String request) {
        return client.ask(id, request).at("/error/code").asInt(-1);
    }

    private static JsonNode json(String text) {
        return StreamClient.parse(text);
    }

    private static List<Long> consecutive(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<String> keys(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
