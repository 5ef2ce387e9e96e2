package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchKeyTest {
    private static final String KEY =
            "trades/symbol=BTCUSDT/date=2026-01-01/"
                    + "20260101T000000.000000Z-20260101T000059.999999Z_"
                    + "0000000003735683259-0000000003735703162.parquet";

    private static final List<Symbol> SYMBOLS =
            List.of(
                    Symbol.of("BTCUSDT"),
                    Symbol.of("BTCUSDT@2"),
                    Symbol.of("币安人生USDT"),
                    Symbol.of("币安人生USDT@99"),
                    Symbol.of("A.B-C_D"));

    @Test
    void aKeyShowsItsWindowAndItsIds() {
        BatchKey key =
                new BatchKey(
                        Symbol.of("BTCUSDT"),
                        micros("2026-01-01T00:00:00Z"),
                        micros("2026-01-01T00:00:59.999999Z"),
                        new TradeIdRange(3_735_683_259L, 3_735_703_162L));
        assertThat(key).hasToString(KEY);
        assertThat(BatchKey.parse(KEY)).isEqualTo(key);
        assertThat(key.date()).isEqualTo(LocalDate.of(2026, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void anyKeyIsReadBackAsItWasWritten(long seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int round = 0; round < 500; round++) {
            BatchKey key = key(random);
            assertThat(BatchKey.parse(key.toString())).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void anyFileSystemCanHoldAKey(long seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int round = 0; round < 100; round++) {
            String key = key(random).toString();
            assertThat(key).doesNotContainPattern("[\\\\:*?\"<>|\\p{Cntrl} ]").hasSizeLessThan(200);
            assertThat(Path.of(key).normalize()).hasToString(Path.of(key).toString());
            assertThat(Path.of(key).getNameCount()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aKeyWithOneCharacterChangedIsAnotherKeyOrNone(long seed) {
        RandomGenerator random = Seeds.random(seed);
        String key = key(random).toString();
        for (int round = 0; round < 2_000; round++) {
            StringBuilder changed = new StringBuilder(key);
            changed.setCharAt(random.nextInt(key.length()), (char) random.nextInt(32, 127));
            try {
                assertThat(BatchKey.parse(changed.toString())).hasToString(changed.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void keysOfOneSymbolAndDateAreOrderedAsTheirTimes() {
        Symbol symbol = Symbol.of("BTCUSDT");
        long midnight = micros("2026-01-01T00:00:00Z");
        String earlier =
                new BatchKey(symbol, midnight, midnight, new TradeIdRange(9, 9)).toString();
        String later =
                new BatchKey(symbol, midnight + 1, midnight + 1, new TradeIdRange(10, 10))
                        .toString();
        assertThat(earlier).isLessThan(later);
    }

    @Test
    void thePrefixOfASymbolIsNotThatOfALongerOne() {
        assertThat(KEY).startsWith(BatchKey.prefix(Symbol.of("BTCUSDT")));
        assertThat(KEY).startsWith(BatchKey.prefix(Symbol.of("BTCUSDT"), LocalDate.of(2026, 1, 1)));
        assertThat(KEY.replace("BTCUSDT", "BTCUSDT@2"))
                .doesNotStartWith(BatchKey.prefix(Symbol.of("BTCUSDT")));
        assertThat(KEY).doesNotStartWith(BatchKey.prefix(Symbol.of("BTC")));
    }

    @Test
    void aWindowOverMidnightIsNoKey() {
        long midnight = micros("2026-01-02T00:00:00Z");
        TradeIdRange range = new TradeIdRange(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchKey(Symbol.of("BTCUSDT"), midnight - 1, midnight, range))
                .withMessageContaining("is not within one UTC date");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new BatchKey(Symbol.of("BTCUSDT"), midnight + 1, midnight, range));
    }

    @Test
    void aTimeThatIsNoTradesIsNoKey() {
        TradeIdRange range = new TradeIdRange(1, 2);
        for (long time : List.of(0L, -1L, 1_767_268_800_123L, Long.MAX_VALUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BatchKey(Symbol.of("BTCUSDT"), time, time, range))
                    .withMessageContaining("is not between 2017 and 2200");
        }
    }

    @Test
    void aKeyThatContradictsItselfIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchKey.parse(KEY.replace("date=2026-01-01", "date=2026-01-02")))
                .withMessageContaining("contradicts itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260101T000059.999999Z-20260101T000000.000000Z_0000000000000000001-0000000000000000002",
                "20260101T000000.000000Z-20260102T000000.000000Z_0000000000000000001-0000000000000000002",
                "20260101T000000.000000Z-20260101T000000.000000Z_0000000000000000002-0000000000000000001",
                "20260101T000000.000000Z-20260101T000000.000000Z_0000000000000000001-9223372036854775807",
                "20260101T000000.000000Z-20260101T000000.000000Z_0000000000000000001-9999999999999999999",
                "20260101T240000.000000Z-20260101T240000.000000Z_0000000000000000001-0000000000000000002",
                "20260101T000060.000000Z-20260101T000060.000000Z_0000000000000000001-0000000000000000002",
                "20260101T000000.000Z-20260101T000000.000Z_0000000000000000001-0000000000000000002",
                "20260101T00:00:00.000000Z-20260101T00:00:00.000000Z_0000000000000000001-0000000000000000002",
                "20260101T000000.000000Z-20260101T000000.000000Z_1-2",
                "20260101T000000.000000Z-20260101T000000.000000Z_-000000000000000001-0000000000000000002",
                "20260101T000000.000000Z-20260101T000000.000000Z_٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠1-0000000000000000002",
            })
    void aNameThatNobodyWouldHaveWrittenIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BatchKey.parse(
                                "trades/symbol=BTCUSDT/date=2026-01-01/" + name + ".parquet"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trades/symbol=../date=2026-01-01/",
                "trades/symbol=..%2F/date=2026-01-01/",
                "trades/symbol=a/../../etc/date=2026-01-01/",
                "trades/symbol=/date=2026-01-01/",
                "trades/symbol=btcusdt/date=2026-01-01/",
                "trades/symbol=BTCUSDT@1/date=2026-01-01/",
                "trades/symbol=BTCUSDT/date=2026-13-01/",
                "trades/symbol=BTCUSDT/date=2026-01-01/../",
                "trades/symbol=BTCUSDT/",
                "/trades/symbol=BTCUSDT/date=2026-01-01/",
                "sealed/symbol=BTCUSDT/date=2026-01-01/",
            })
    void aFolderThatNobodyWouldHaveWrittenIsRefused(String folder) {
        String name = KEY.substring(KEY.lastIndexOf('/') + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> BatchKey.parse(folder + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trades/", KEY + ".tmp", KEY + "\n", " " + KEY, "evidence/x.json"})
    void anythingElseIsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchKey.parse(text))
                .withMessageContaining("not the key of a batch");
    }

    private static BatchKey key(RandomGenerator random) {
        long day = random.nextLong(17_500, 83_000) * 86_400_000_000L;
        long first = day + random.nextLong(86_400_000_000L);
        long last = random.nextLong(first, day + 86_400_000_000L);
        long id = random.nextLong(Long.MAX_VALUE - 1) >> random.nextInt(62);
        long lastId = random.nextLong(id, Long.MAX_VALUE);
        Symbol symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size()));
        return new BatchKey(symbol, first, last, new TradeIdRange(id, lastId));
    }

    private static long micros(String time) {
        return Trade.micros(Instant.parse(time));
    }
}
