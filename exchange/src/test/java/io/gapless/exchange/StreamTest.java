package io.gapless.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The streams over a real socket, on a clock moved by hand.
class StreamTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final HandClock clock = new HandClock(START);
    private final SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT", "ETHUSDT"), 50))
                            .withClock(clock));

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void aRawStreamHasEveryTradeOnceInOrderWithTheDocumentedKeys() {
        try (StreamClient client = new StreamClient(exchange, "/ws/btcusdt@trade")) {
            clock.pass(Duration.ofSeconds(10));
            List<Long> ids = client.awaitIds(100);
            long last = exchange.truth("BTCUSDT").lastId();
            ids = client.awaitIds(Math.toIntExact(last - ids.getFirst() + 1));

            assertThat(ids).isEqualTo(consecutive(ids.getFirst(), last));
            JsonNode frame = client.json().getFirst();
            assertThat(keys(frame)).containsExactly("e", "E", "s", "t", "p", "q", "T", "m", "M");
            Trade trade = exchange.trades("BTCUSDT", ids.getFirst(), 1).getFirst();
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

    private static List<Long> consecutive(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<String> keys(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
