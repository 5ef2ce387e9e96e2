package io.gapless.listener.feed;

import static io.gapless.listener.feed.StreamFrame.Kind.OTHER;
import static io.gapless.listener.feed.StreamFrame.Kind.SERVER_SHUTDOWN;
import static io.gapless.listener.feed.StreamFrame.Kind.TRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeFrameDecoderTest {
    private static final String RAW =
            "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\","
                    + "\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true,\"M\":true}";
    private static final String COMBINED = "{\"stream\":\"ethusdt@trade\",\"data\":" + RAW + "}";

    private final TradeFrameDecoder decoder =
            new TradeFrameDecoder(
                    new SymbolTable(
                            List.of(
                                    Symbol.of("BTCUSDT"),
                                    Symbol.of("ETHUSDT"),
                                    Symbol.of("币安人生USDT"))));

    @ParameterizedTest
    @ValueSource(strings = {RAW, COMBINED})
    void aTradeFrameComesOutWithEveryValue(String frame) {
        assertThat(decode(frame)).isEqualTo(TRADE);

        assertThat(decoder.trade().symbol).isOne();
        assertThat(decoded())
                .isEqualTo(
                        new Trade(
                                1520538925L,
                                268380000000L,
                                200000L,
                                1723161255611999L,
                                true,
                                true,
                                1723161255612345L,
                                7,
                                Source.LIVE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // white space
                "{ \"e\" : \"trade\" ,\n\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true,\"M\":true}",
                // another order, milliseconds for E
                "{\"M\":true,\"m\":true,\"T\":1723161255611999,\"q\":\"0.002\",\"p\":\"2683.8\",\"t\":1520538925,\"s\":\"ETHUSDT\",\"E\":1723161255612345,\"e\":\"trade\"}",
                // the order ids of before 2024-06, and the key X that futures frames have
                "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"b\":20720542158,\"a\":20720542592,\"T\":1723161255611999,\"m\":true,\"M\":true}",
                "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"X\":\"MARKET\",\"T\":1723161255611999,\"m\":true,\"M\":true}",
                // nested unknown keys, escapes in names and values
                "{\"e\":\"tr\\u0061de\",\"x\":{\"t\":[1,{\"e\":\"no\"}]},\"E\":1723161255612345,\"\\u0073\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true,\"M\":true}",
                // the payload before the stream's name
                "{\"data\":{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true,\"M\":true},\"stream\":\"ethusdt@trade\"}",
                // documented as "ignore", so it may go
                "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true}"
            })
    void theSameTradeWrittenOtherwiseIsTheSameTrade(String frame) {
        assertThat(decode(RAW)).isEqualTo(TRADE);
        Trade usual = decoded();

        assertThat(decode(frame)).isEqualTo(TRADE);
        assertThat(decoder.trade().symbol).isOne();
        assertThat(decoded()).isEqualTo(usual);
    }

    @Test
    void millisecondsBecomeMicroseconds() {
        assertThat(
                        decode(
                                RAW.replace("1723161255611999", "1723161255611")
                                        .replace("1723161255612345", "1723161255612")))
                .isEqualTo(TRADE);
        assertThat(decoder.trade().time).isEqualTo(1723161255611000L);
        assertThat(decoder.trade().eventTime).isEqualTo(1723161255612000L);
    }

    @Test
    void aFrameWithoutAnEventTimeIsATradeOfUnknownEventTime() {
        assertThat(decode(RAW.replace("\"E\":1723161255612345,", ""))).isEqualTo(TRADE);
        assertThat(decoder.trade().eventTime).isEqualTo(Trade.UNKNOWN);
    }

    @Test
    void theLargestAndSmallestValuesAreExact() {
        assertThat(
                        decode(
                                RAW.replace("2683.80000000", "92233720368.54775807")
                                        .replace("0.00200000", "46116860414.00000000")))
                .isEqualTo(TRADE);
        assertThat(decoder.trade().price).isEqualTo(Long.MAX_VALUE);
        assertThat(decoder.trade().quantity).isEqualTo(4_611_686_041_400_000_000L);

        assertThat(decode(RAW.replace("0.00200000", "0.00000001"))).isEqualTo(TRADE);
        assertThat(decoder.trade().quantity).isOne();

        assertThat(decode(RAW.replace(":1520538925,", ":" + (Long.MAX_VALUE - 1) + ",")))
                .isEqualTo(TRADE);
        assertThat(decoder.trade().id).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(decode(RAW.replace(":1520538925,", ":0,"))).isEqualTo(TRADE);
        assertThat(decoder.trade().id).isZero();
    }

    @Test
    void aSymbolBeyondAsciiIsFound() {
        assertThat(decode(COMBINED.replace("ETHUSDT", "币安人生USDT"))).isEqualTo(TRADE);
        assertThat(decoder.trade().symbol).isEqualTo(2);
        assertThat(decode(RAW.replace("ETHUSDT", "\\u5e01安人生USDT"))).isEqualTo(TRADE);
        assertThat(decoder.trade().symbol).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a trade of a symbol nobody asked for, in both ways of reading
                "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"ETHUSDTX\",\"t\":1,\"p\":\"1.00000000\",\"q\":\"1.00000000\",\"T\":1723161255611999,\"m\":true,\"M\":true}",
                "{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"\",\"t\":1,\"p\":\"1\",\"q\":\"1\",\"T\":1723161255611999,\"m\":true,\"M\":true}",
                "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":36090299876,\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"7\",\"a\":\"2\",\"A\":\"3\"}}",
                "{\"u\":36090299876,\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"7\",\"a\":\"2\",\"A\":\"3\"}",
                "{\"e\":\"aggTrade\",\"E\":1,\"s\":\"ETHUSDT\",\"a\":1,\"p\":\"1\",\"q\":\"1\",\"f\":1,\"l\":1,\"T\":1,\"m\":true,\"M\":true}",
                "{\"stream\":\"!miniTicker@arr\",\"data\":[{\"e\":\"24hrMiniTicker\"}]}",
                "[{\"e\":\"24hrMiniTicker\"},{\"e\":\"trade\"}]",
                "{}",
                "{\"stream\":\"ethusdt@trade\"}"
            })
    void whatIsNoWantedTradeIsPassedOver(String frame) {
        assertThat(decode(frame)).isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"e\":\"serverShutdown\",\"E\":1770123456789}",
                "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1770123456789}}",
                "{\"e\":\"serverShutdown\"}"
            })
    void anAnnouncedShutdownIsRecognised(String frame) {
        assertThat(decode(frame)).isEqualTo(SERVER_SHUTDOWN);
    }

    @Test
    void answersCarryTheNumberOfTheirRequest() {
        assertThat(decode("{\"result\":null,\"id\":7}"))
                .isEqualTo(new StreamFrame.Reply(OptionalLong.of(7), OptionalInt.empty()));
        assertThat(decode("{\"result\":[\"btcusdt@trade\",\"x\"],\"id\":-3}"))
                .isEqualTo(new StreamFrame.Reply(OptionalLong.of(-3), OptionalInt.of(2)));
        assertThat(decode("{\"id\":\"a1\",\"result\":true}"))
                .isEqualTo(new StreamFrame.Reply(OptionalLong.empty(), OptionalInt.empty()));
        assertThat(decode("{\"id\":null,\"result\":[]}"))
                .isEqualTo(new StreamFrame.Reply(OptionalLong.empty(), OptionalInt.of(0)));
    }

    @Test
    void refusalsAreReadInBothShapes() {
        assertThat(decode("{\"error\":{\"code\":4,\"msg\":\"Too many subscriptions\"},\"id\":19}"))
                .isEqualTo(
                        new StreamFrame.ErrorReply(
                                OptionalLong.of(19), "code 4: Too many subscriptions"));
        assertThat(decode("{\"code\":2,\"msg\":\"Invalid request: missing field `method`\"}"))
                .isEqualTo(
                        new StreamFrame.ErrorReply(
                                OptionalLong.empty(),
                                "code 2: Invalid request: missing field `method`"));
        assertThat(decode("{\"code\":3,\"msg\":\"Invalid JSON\",\"id\":\"\"}"))
                .isEqualTo(
                        new StreamFrame.ErrorReply(OptionalLong.empty(), "code 3: Invalid JSON"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "12",
                "\"trade\"",
                "{",
                "{}{}",
                "not JSON at all",
                "\u0000",
                "{\"e\":\"trade\"}",
                "{\"e\":\"trade\",\"e\":\"serverShutdown\"}",
                "{\"result\":null,\"id\":99999999999999999999}"
            })
    void whatIsNoWholeFrameIsUnreadable(String frame) {
        assertUnreadable(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // what is replaced, by what
                "\"t\":1520538925 -> \"t\":\"1520538925\"",
                "\"t\":1520538925 -> \"t\":1520538925.0",
                "\"t\":1520538925 -> \"t\":1.5e9",
                "\"t\":1520538925 -> \"t\":-1",
                "\"t\":1520538925 -> \"t\":-0.1",
                "\"t\":1520538925 -> \"t\":01520538925",
                "\"t\":1520538925 -> \"t\":9223372036854775807",
                "\"t\":1520538925 -> \"t\":9223372036854775808",
                "\"t\":1520538925 -> \"t\":99999999999999999999999999999999",
                "\"t\":1520538925 -> \"t\":null",
                "\"t\":1520538925 -> \"t\":1520538925,\"t\":1520538925",
                "\"t\":1520538925 -> \"t\":[1520538925]",
                "\"t\":1520538925 -> \"id\":1520538925",
                "\"p\":\"2683.80000000\" -> \"p\":2683.8",
                "\"p\":\"2683.80000000\" -> \"p\":\"\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"2683.\"",
                "\"p\":\"2683.80000000\" -> \"p\":\".8\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"2,683.8\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"2.6838e3\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"+2683.8\"",
                "\"p\":\"2683.80000000\" -> \"p\":\" 2683.8\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"2683.800000001\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"NaN\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"92233720368.54775808\"",
                "\"p\":\"2683.80000000\" -> \"p\":\"٣\"",
                "\"q\":\"0.00200000\" -> \"Q\":\"0.00200000\"",
                "\"q\":\"0.00200000\" -> \"q\":null",
                "\"T\":1723161255611999 -> \"T\":0",
                "\"T\":1723161255611999 -> \"T\":1723161255",
                "\"T\":1723161255611999 -> \"T\":1723161255611999000",
                "\"T\":1723161255611999 -> \"T\":-1723161255611999",
                "\"T\":1723161255611999 -> \"T\":\"1723161255611999\"",
                "\"T\":1723161255611999, -> ",
                "\"E\":1723161255612345 -> \"E\":12",
                "\"E\":1723161255612345 -> \"E\":null",
                "\"m\":true -> \"m\":\"true\"",
                "\"m\":true -> \"m\":1",
                "\"m\":true -> \"m\":TRUE",
                "\"m\":true, -> ",
                "\"M\":true -> \"M\":null",
                "\"s\":\"ETHUSDT\" -> \"s\":7",
                "\"s\":\"ETHUSDT\", -> ",
                "\"s\":\"ETHUSDT\" -> \"s\":\"ETH\tUSDT\"",
                "} -> }}",
                "} -> },",
                "} -> } x"
            })
    void aTradeThatWouldHaveToBeGuessedIsUnreadable(String change) {
        String[] parts = change.split(" -> ", -1);
        assertThat(RAW).contains(parts[0]);
        assertUnreadable(RAW.replace(parts[0], parts[1]));
        assertUnreadable(
                "{\"stream\":\"ethusdt@trade\",\"data\":" + RAW.replace(parts[0], parts[1]) + "}");
    }

    @Test
    void everyBeginningOfAFrameIsUnreadable() {
        for (int length = 0; length < COMBINED.length(); length++) {
            assertUnreadable(COMBINED.substring(0, length));
        }
    }

    @Test
    void hugeAndDeepFramesAreRefusedQuickly() {
        List<String> frames =
                List.of(
                        "[".repeat(500_000),
                        "{\"a\":".repeat(200_000),
                        RAW.replace("1520538925", "9".repeat(1_000_000)),
                        RAW.replace("2683.80000000", "9".repeat(1_000_000)),
                        RAW.replace("2683.80000000", "1." + "0".repeat(1_000_000)),
                        RAW.replace("ETHUSDT", "E".repeat(1_000_000)),
                        COMBINED.replace("ethusdt@trade", "x".repeat(1_000_000)),
                        "{\"" + "k".repeat(1_000_000) + "\":1}");
        assertThat(frames)
                .allSatisfy(frame ->
                        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                                Duration.ofSeconds(10), () -> assertUnreadable(frame)));
    }

    @Test
    void anUnreadableFrameIsShownInPartAndWithoutControlCharacters() {
        var unreadable =
                (StreamFrame.Unreadable) decode("{\"e\":\"trade\"\n\u0007" + "x".repeat(100_000));
        assertThat(unreadable.sample())
                .hasSize(TradeFrameDecoder.MAX_SAMPLE_LENGTH + 1)
                .endsWith("x…")
                .startsWith("{\"e\":\"trade\"??xxx");
        assertThat(unreadable.problem()).contains("at character").hasSizeLessThan(402);
    }

    @Test
    void oneNameTwiceInTheListIsRefused() {
        List<Symbol> twice = List.of(Symbol.of("BTCUSDT"), Symbol.of("BTCUSDT@2"));
        assertThatThrownBy(() -> new SymbolTable(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BTCUSDT");
    }

    @Test
    void everyOfManySymbolsHasItsOwnIndex() {
        List<Symbol> many =
                java.util.stream.IntStream.range(0, 2_000)
                        .mapToObj(i -> Symbol.of("S" + i + "USDT"))
                        .toList();
        TradeFrameDecoder wide = new TradeFrameDecoder(new SymbolTable(many));
        for (int i = 0; i < many.size(); i++) {
            String frame = RAW.replace("ETHUSDT", many.get(i).exchangeName());
            assertThat(FrameWays.decode(wide, frame)).isEqualTo(TRADE);
            assertThat(wide.trade().symbol).isEqualTo(i);
        }
    }

    private StreamFrame decode(String frame) {
        return FrameWays.decode(decoder, frame);
    }

    private void assertUnreadable(String frame) {
        StreamFrame decoded = decode(frame);
        assertThat(decoded).as("%.200s", frame).isInstanceOf(StreamFrame.Unreadable.class);
    }

    private Trade decoded() {
        TradeColumns columns = new TradeColumns(1);
        decoder.trade().addTo(columns, 7);
        return columns.trade(0);
    }
}
