package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that somebody mistyped: each asks for exactly what it says, or is refused.
class BackfillRequestMutationTest {
    /// Damaged events per seed.
    private static final int ROUNDS = 2_000;

    /// As lenient as whatever is in front of the function might be.
    private static final JsonMapper LENIENT =
            JsonMapper.builder()
                    .enable(
                            com.fasterxml.jackson.core.json.JsonReadFeature
                                    .ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedEventIsReadExactlyOrRefused(long seed) {
        Mutations events =
                Mutations.of(
                        Seeds.random(seed),
                        "{\"symbol\":\"BTCUSDT\",\"fromId\":3071245454,\"toId\":3071248597}",
                        "{\"symbol\":\"币安人生USDT\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02\"}",
                        "[{\"cancel\":\"BTCUSDT@2\"},{\"cancel\":{\"symbol\":\"BTCUSDT\",\"fromId\":17,\"toId\":42}}]",
                        "{\"history\":{\"symbols\":[\"BTCUSDT\"],\"from\":\"2024-01-01\",\"to\":\"2024-12-31\"}}",
                        "{\"day\":{\"symbol\":\"BTCUSDT\",\"date\":\"2024-01-01\"}}",
                        "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\",\"detail\":{}}");
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String event = events.nextText();
            try {
                accepted += check(event) ? 1 : 0;
            } catch (Throwable t) {
                throw new AssertionError("-Dseed=" + seed + ": " + event, t);
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"symbol\":\"BTCUSDT\",\"fromId\":NaN,\"toId\":1}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":9223372036854775807}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":1e3}",
                "{\"symbol\":\"BTCUSDT\",\"from\":1723161255611,\"to\":1723161255612}",
                "{\"symbol\":\"BTCUSDT\",\"from\":\"1723161255611\",\"to\":\"1723161255612\"}",
                "{\"symbol\":\"BTCUSDT\",\"from\":2026010101,\"to\":\"2026-01-02\"}",
                "{\"symbol\":\"../../BTC\",\"fromId\":1,\"toId\":2}",
                "{\"symbol\":\"%2e%2e%2fBTC\",\"fromId\":1,\"toId\":2}",
                "{\"symbol\":\"\\u202eBTC\",\"fromId\":1,\"toId\":2}",
                "{\"cancel\":\"../BTC\"}"
            })
    void whatWouldHaveToBeGuessedIsRefused(String event) throws Exception {
        JsonNode node = LENIENT.readTree(event);
        assertThatThrownBy(() -> BackfillRequestParser.parse(node))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> Refusals.assertReadable(e.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 40_000})
    void aLongEventIsQuotedInPart(int size) throws Exception {
        String much = "\\u009b" + "x".repeat(size);
        for (String event :
                new String[] {
                    "{\"" + much + "\":1}",
                    "{\"cancel\":\"" + much + "\"}",
                    "[[\"" + much + "\"]]",
                    "{\"symbol\":\"BTCUSDT\",\"from\":\"" + much + "\",\"to\":\"2026-01-02\"}"
                }) {
            JsonMapper mapper = new JsonMapper();
            JsonNode node = mapper.readTree(event);
            assertThatThrownBy(() -> BackfillRequestParser.parse(node))
                    .satisfies(e -> Refusals.assertReadable(e.getMessage()));
        }
    }

    /// Whether it is an event that is accepted; then it means what it says.
    static boolean check(String text) {
        JsonNode event;
        try {
            event = LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            return false;
        }
        if (event.isMissingNode()) {
            return false;
        }
        BackfillRequest request;
        try {
            request = BackfillRequestParser.parse(event);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("Event refused: ");
            Refusals.assertReadable(e.getMessage());
            return false;
        }
        if (request instanceof BackfillRequest.Manual(var asked)) {
            for (int i = 0; i < asked.size(); i++) {
                JsonNode item = event.isArray() ? event.get(i) : event;
                switch (asked.get(i)) {
                    case Asked.Ids(var symbol, var range) -> {
                        assertThat(item.get("symbol").textValue()).isEqualTo(symbol.toString());
                        assertThat(item.get("fromId").bigIntegerValue()).isEqualTo(range.first());
                        assertThat(item.get("toId").bigIntegerValue()).isEqualTo(range.last());
                    }
                    case Asked.Times(var symbol, var from, var to) -> {
                        assertThat(item.get("symbol").textValue()).isEqualTo(symbol.toString());
                        assertThat(from).isBefore(to);
                        assertThat(from.toString())
                                .startsWith(item.get("from").textValue().substring(0, 10));
                    }
                    case Asked.Cancel(var symbol, var range) ->
                            assertThat(item.get("cancel").toString())
                                    .contains(symbol.exchangeName());
                }
            }
        }
        if (request instanceof BackfillRequest.OfDays.Day(var symbol, var date)) {
            JsonNode day = event.get("day");
            assertThat(day.get("symbol").textValue()).isEqualTo(symbol.toString());
            assertThat(day.get("date").textValue()).isEqualTo(date.toString());
        }
        return true;
    }
}
