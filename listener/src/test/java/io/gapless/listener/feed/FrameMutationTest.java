package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.trade.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded damage to good frames: the quick way and the complete way of reading agree on each.
class FrameMutationTest {
    private static final int FRAMES = 20_000;
    private static final List<Symbol> SYMBOLS =
            List.of(Symbol.of("BTCUSDT"), Symbol.of("ETHUSDT"), Symbol.of("币安人生USDT"));
    private static final String ALPHABET =
            "0123456789.eE-+\"\\{}[],: tfrueals\u0000\tSTpqmMXb币\uD83D";

    private final SymbolTable symbols = new SymbolTable(SYMBOLS);
    private final FrameScanner scanner = new FrameScanner(symbols);
    private final FrameReader reader = new FrameReader(symbols);
    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theQuickWayNeverReadsAFrameOtherwiseThanTheCompleteWay(long seed) {
        Random random = new Random(seed);
        int quick = 0;
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            String frame = frame(random);
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                frame = damaged(frame, random);
            }
            DecodedTrade byScanner = new DecodedTrade();
            DecodedTrade byReader = new DecodedTrade();
            StreamFrame complete = reader.read(frame, byReader);
            if (complete instanceof StreamFrame.Unreadable) {
                refused++;
            }
            if (FrameWays.scan(scanner, frame, byScanner)) {
                quick++;
                StreamFrame expected =
                        byScanner.symbol < 0 ? StreamFrame.Kind.OTHER : StreamFrame.Kind.TRADE;
                assertThat(complete).as(frame).isEqualTo(expected);
                if (!values(byScanner).equals(values(byReader))) {
                    assertThat(values(byScanner)).as(frame).isEqualTo(values(byReader));
                }
            }
        }
        // Neither way is trivially right: both kinds of frames have been met often. One symbol of
        // three is beyond ASCII, which is not for the quick way.
        assertThat(quick).isBetween(FRAMES / 6, FRAMES * 4 / 5);
        assertThat(refused).isGreaterThan(FRAMES / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void everyGoodFrameIsDecodedAsAnIndependentReaderDoes(long seed) throws Exception {
        Random random = new Random(seed);
        TradeFrameDecoder decoder = new TradeFrameDecoder(symbols);
        for (int i = 0; i < FRAMES / 4; i++) {
            String frame = random.nextBoolean() ? frame(random) : shuffled(frame(random), random);
            assertThat(FrameWays.decode(decoder, frame))
                    .as(frame)
                    .isEqualTo(StreamFrame.Kind.TRADE);

            JsonNode node = mapper.readTree(frame);
            JsonNode data = node.has("data") ? node.get("data") : node;
            DecodedTrade trade = decoder.trade();
            assertThat(SYMBOLS.get(trade.symbol).exchangeName()).isEqualTo(data.get("s").asText());
            assertThat(trade.id).isEqualTo(data.get("t").longValue());
            assertThat(BigDecimal.valueOf(trade.price, 8))
                    .isEqualByComparingTo(data.get("p").asText());
            assertThat(BigDecimal.valueOf(trade.quantity, 8))
                    .isEqualByComparingTo(data.get("q").asText());
            assertThat(trade.time).isEqualTo(micros(data.get("T").longValue()));
            assertThat(trade.eventTime).isEqualTo(micros(data.get("E").longValue()));
            assertThat(trade.buyerIsMaker).isEqualTo(data.get("m").booleanValue());
            assertThat(trade.bestMatch).isEqualTo(data.get("M").booleanValue());
        }
    }

    static List<Object> values(DecodedTrade trade) {
        return List.of(
                trade.symbol,
                trade.id,
                trade.price,
                trade.quantity,
                trade.time,
                trade.buyerIsMaker,
                trade.bestMatch,
                trade.eventTime);
    }

    private static long micros(long time) {
        return time < 10_000_000_000_000L ? time * 1000 : time;
    }

    private static String frame(Random random) {
        boolean inMicros = random.nextBoolean();
        long time = 1_500_000_000_000L + random.nextLong(300_000_000_000L);
        long unit = inMicros ? 1000 : 1;
        String symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size())).exchangeName();
        String orders =
                random.nextInt(3) == 0
                        ? "\"b\":"
                                + random.nextLong(1L << 40)
                                + ",\"a\":"
                                + random.nextInt(100)
                                + ","
                        : "";
        String data =
                "{\"e\":\"trade\",\"E\":%d,\"s\":\"%s\",\"t\":%d,\"p\":\"%s\",\"q\":\"%s\",%s\"T\":%d,\"m\":%s,\"M\":%s}"
                        .formatted(
                                time * unit + random.nextLong(unit),
                                symbol,
                                random.nextLong(1L << random.nextInt(1, 63)),
                                decimal(random),
                                decimal(random),
                                orders,
                                time * unit,
                                random.nextBoolean(),
                                random.nextBoolean());
        return random.nextBoolean()
                ? data
                : "{\"stream\":\"%s@trade\",\"data\":%s}"
                        .formatted(symbol.toLowerCase(Locale.ROOT), data);
    }

    private static String decimal(Random random) {
        long units = random.nextLong(1L << random.nextInt(1, 63));
        BigDecimal value = BigDecimal.valueOf(units, 8);
        return random.nextInt(10) == 0
                ? value.stripTrailingZeros().toPlainString()
                : value.toPlainString();
    }

    /// The same keys in another order.
    private static String shuffled(String frame, Random random) {
        int from = frame.indexOf("{\"e\"");
        int to = frame.indexOf('}');
        List<String> pairs = new ArrayList<>(List.of(frame.substring(from + 1, to).split(",")));
        Collections.shuffle(pairs, random);
        return frame.substring(0, from + 1) + String.join(" , ", pairs) + frame.substring(to);
    }

    private static String damaged(String frame, Random random) {
        if (frame.isEmpty()) {
            return frame;
        }
        StringBuilder text = new StringBuilder(frame);
        int at = random.nextInt(text.length());
        int other = random.nextInt(text.length());
        char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        switch (random.nextInt(7)) {
            case 0 -> text.setCharAt(at, c);
            case 1 -> text.insert(at, c);
            case 2 -> text.deleteCharAt(at);
            case 3 -> text.setLength(at);
            case 4 -> text.insert(at, text.substring(Math.min(at, other), Math.max(at, other)));
            case 5 -> text.delete(Math.min(at, other), Math.min(at, other) + random.nextInt(4));
            default -> {
                int digit = text.indexOf("1");
                if (digit >= 0) {
                    text.insert(digit, Integer.toString(random.nextInt(100)));
                }
            }
        }
        return text.toString();
    }
}
