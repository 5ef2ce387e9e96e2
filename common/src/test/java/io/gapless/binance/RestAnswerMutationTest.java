package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged answers of the exchange: each is read as an independent reader reads it, or refused.
class RestAnswerMutationTest {
    /// Damaged answers per seed and kind.
    private static final int ROUNDS = 1_000;

    private static final int LIMIT = 10;
    private static final JsonMapper TREES =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    static final String PAGE =
            "[{\"id\":28457,\"price\":\"4.00000100\",\"qty\":\"12.00000000\",\"quoteQty\":\"48.000012\","
                    + "\"time\":1499865549590,\"isBuyerMaker\":true,\"isBestMatch\":true},"
                    + "{\"id\":28459,\"price\":\"4.1\",\"qty\":\"0.00000001\",\"time\":1499865549591,\"isBuyerMaker\":false}]";
    static final String PAGE_IN_MICROS =
            "[{\"id\":0,\"price\":\"0.00000001\",\"qty\":\"46116860414.00000000\",\"quoteQty\":\"1\","
                    + "\"time\":1723161255611999,\"isBuyerMaker\":false,\"isBestMatch\":false}]";
    static final String INFO =
            "{\"timezone\":\"UTC\",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
                    + "\"intervalNum\":1,\"limit\":6000}],\"symbols\":[{\"symbol\":\"ETHBTC\",\"status\":\"TRADING\","
                    + "\"filters\":[{\"filterType\":\"LOT_SIZE\"}]},{\"symbol\":\"币安人生USDT\",\"status\":\"BREAK\"}]}";
    private static final String TICKERS =
            "[{\"symbol\":\"BNBBTC\",\"firstId\":28385,\"lastId\":28460,\"count\":76},"
                    + "{\"symbol\":\"A\",\"firstId\":-1,\"lastId\":-1,\"count\":0}]";
    private static final String AGGREGATES =
            "[{\"a\":26129,\"p\":\"0.01633102\",\"q\":\"4.70443515\",\"f\":27781,\"l\":27781,\"T\":1498793709153,\"m\":true,\"M\":true}]";

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedPageIsReadExactlyOrRefused(long seed) {
        Mutations pages = Mutations.of(Seeds.random(seed), PAGE, PAGE_IN_MICROS);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = pages.next();
            accepted += checked(body, seed, () -> page(body)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedListOfSymbolsIsReadExactlyOrRefused(long seed) {
        Mutations bodies = Mutations.of(Seeds.random(seed), INFO);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = bodies.next();
            accepted += checked(body, seed, () -> exchangeInfo(body)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void damagedTickersAndAggregatesAreReadExactlyOrRefused(long seed) {
        Mutations bodies = Mutations.of(Seeds.random(seed), TICKERS, AGGREGATES);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = bodies.next();
            checked(body, seed, () -> tickers(body));
            checked(body, seed, () -> read(body, AnswerFormats::aggregates).isPresent());
            checked(body, seed, () -> read(body, AnswerFormats::time).isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void anyErrorBodyIsARefusal(long seed) {
        Mutations bodies =
                Mutations.of(
                        Seeds.random(seed),
                        "{\"code\":-1003,\"msg\":\"Way too many requests; IP banned until 1772366400000.\"}",
                        "<html><body>403 Forbidden</body></html>",
                        "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
        for (int round = 0; round < ROUNDS; round++) {
            String body = bodies.nextText();
            for (int status : List.of(400, 418)) {
                checked(body.getBytes(StandardCharsets.UTF_8), seed, () -> refusal(status, body));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // what is replaced, by what
                "\"id\":28457 -> \"id\":28457,\"id\":28458",
                "\"id\":28457 -> \"id\":-28457",
                "\"id\":28457 -> \"id\":9223372036854775808",
                "\"id\":28457 -> \"id\":\"+28457\"",
                "\"id\":28457 -> \"id\":\"٢٨٤٥٧\"",
                "\"id\":28457 -> \"id\":28457.0",
                "\"id\":28457 -> \"id\":NaN",
                "\"id\":28457 -> \"id\":null",
                "\"id\":28457 -> \"id\":[28457]",
                "\"price\":\"4.00000100\" -> \"price\":\"NaN\"",
                "\"price\":\"4.00000100\" -> \"price\":\"4.000001001\"",
                "\"price\":\"4.00000100\" -> \"price\":4e0",
                "\"price\":\"4.00000100\" -> \"price\":\"-4\"",
                "\"price\":\"4.00000100\" -> \"price\":\"92233720368.54775808\"",
                "\"time\":1499865549590 -> \"time\":1499865549",
                "\"time\":1499865549590 -> \"time\":1499865549590000000",
                "\"time\":1499865549590 -> \"time\":1499865549590123",
                "\"isBuyerMaker\":true -> \"isBuyerMaker\":\"true\"",
                "\"isBuyerMaker\":true -> \"isBuyerMaker\":1",
                "\"isBestMatch\":true -> \"isBestMatch\":{}",
            })
    void aRowThatWouldHaveToBeGuessedIsRefused(String change) {
        String[] parts = change.split(" -> ", -1);
        assertThat(PAGE).contains(parts[0]);
        assertThat(page(PAGE.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(page(PAGE.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"28457\",\"price\":4.000001,\"qty\":12,\"time\":\"1499865549590\",\"isBuyerMaker\":true}]"
            })
    void numbersInQuotesAndDecimalsWithoutAreReadDigitByDigit(String body) {
        assertThat(page(body.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"symbol\":\"A\",\"firstId\":1,\"lastId\":2},{\"symbol\":\"A\",\"firstId\":1,\"lastId\":9}]",
                "[{\"symbol\":\"A\",\"firstId\":-7,\"lastId\":9}]",
                "[{\"symbol\":\"A\",\"firstId\":0,\"lastId\":9223372036854775807}]",
                "[{\"symbol\":\"A\",\"symbol\":\"B\",\"firstId\":1,\"lastId\":2}]"
            })
    void tickersThatContradictThemselvesAreRefused(String body) {
        assertThat(tickers(body.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1_000, 1_000_000})
    void deepNestingIsRefusedInIgnoredFieldsToo(int depth) {
        String body = "{\"symbols\":[],\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        assertThatThrownBy(() ->
                        JsonAnswer.read(
                                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                                AnswerFormats::exchangeInfo))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("depth")
                .hasMessageContaining("at byte");
    }

    /// Reads a page; what was accepted is what a reader that keeps the whole tree sees.
    static boolean page(byte[] body) {
        Optional<TradeColumns> read = read(body, new TradePage(0, LIMIT));
        read.ifPresent(rows -> {
            JsonNode tree = tree(body);
            assertThat(rows.size()).isEqualTo(tree.size());
            for (int i = 0; i < rows.size(); i++) {
                JsonNode row = tree.get(i);
                assertThat(rows.id(i)).isEqualTo(Long.parseLong(row.get("id").asText()));
                assertThat(BigDecimal.valueOf(rows.price(i), 8))
                        .isEqualByComparingTo(row.get("price").asText());
                assertThat(BigDecimal.valueOf(rows.quantity(i), 8))
                        .isEqualByComparingTo(row.get("qty").asText());
                long time = Long.parseLong(row.get("time").asText());
                assertThat(rows.time(i)).isEqualTo(time < 10_000_000_000_000L ? time * 1000 : time);
                assertThat(rows.trade(i).buyerIsMaker())
                        .isEqualTo(row.get("isBuyerMaker").booleanValue());
            }
        });
        return read.isPresent();
    }

    static boolean exchangeInfo(byte[] body) {
        Optional<ExchangeInfo> read = read(body, AnswerFormats::exchangeInfo);
        read.ifPresent(info -> {
            Map<String, ExchangeInfo.Listing> listings = new HashMap<>();
            tree(body)
                    .get("symbols")
                    .forEach(symbol ->
                            listings.put(
                                    symbol.get("symbol").textValue(),
                                    new ExchangeInfo.Listing(
                                            symbol.get("status").textValue(),
                                            symbol.path("quoteAsset").asText())));
            assertThat(info.listings()).isEqualTo(listings);
        });
        return read.isPresent();
    }

    static boolean tickers(byte[] body) {
        Optional<LastIds> read = read(body, AnswerFormats::tickers);
        read.ifPresent(ids ->
                tree(body)
                        .forEach(day ->
                                ids.lastId(day.get("symbol").textValue())
                                        .ifPresent(last ->
                                                assertThat(day.get("lastId").asText())
                                                        .isIn(last.toString()))));
        return read.isPresent();
    }

    static boolean refusal(int status, String body) {
        Refusals.assertReadable(
                RefusalReader.read(
                                "trades", status, Optional.of(body), body, Instant.ofEpochSecond(1))
                        .sentence());
        return true;
    }

    private static <T> Optional<T> read(byte[] body, JsonAnswer.Format<T> format) {
        try {
            return Optional.of(JsonAnswer.read(new ByteArrayInputStream(body), format));
        } catch (MalformedAnswerException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (IOException e) {
            // Bytes that are no UTF-8.
            Refusals.assertReadable(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return TREES.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Check {
        boolean read();
    }

    private static boolean checked(byte[] body, long seed, Check check) {
        boolean[] accepted = new boolean[1];
        try {
            Refusals.withinMemory(() -> accepted[0] = check.read());
        } catch (Throwable t) {
            throw new AssertionError(
                    "-Dseed=" + seed + ": " + new String(body, StandardCharsets.UTF_8), t);
        }
        return accepted[0];
    }
}
