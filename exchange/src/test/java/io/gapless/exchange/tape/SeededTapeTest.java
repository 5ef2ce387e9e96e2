package io.gapless.exchange.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededTapeTest {

    private static final long SECOND = 1_000_000;
    private static final long START = 1_763_800_000L * SECOND;

    @Test
    void theSameSeedGivesTheSameTradesAndAnotherSeedOthers() {
        assertThat(read(begin(tape(63), "BTCUSDT"), 600))
                .isEqualTo(read(begin(tape(63), "BTCUSDT"), 600))
                .isNotEqualTo(read(begin(tape(63).withSeed(2), "BTCUSDT"), 600));
    }

    @Test
    void randomAccessReadsTheSameAsReadingInOrder() {
        SymbolTape inOrder = begin(tape(63), "BTCUSDT");
        List<Trade> all = read(inOrder, 600);
        SymbolTape jumping = begin(tape(63), "BTCUSDT");
        jumping.lastIdAt(START + 600 * SECOND);
        RandomGenerator random = new Draws(7);
        for (int i = 0; i < 2_000; i++) {
            Trade expected = all.get(random.nextInt(all.size()));
            assertThat(jumping.trade(expected.id())).isEqualTo(expected);
        }
    }

    @Test
    void idsAscendByOneAndTimesNeverDecreaseFromTheOldestHistoryOn() {
        SymbolTape symbol = begin(tape(63).withHistory(50_000), "BTCUSDT");
        long last = symbol.lastIdAt(START + 60 * SECOND);
        assertThat(symbol.firstId()).isEqualTo(SeededTape.FIRST_LIVE_ID - 50_000);
        long before = 0;
        for (long id = symbol.firstId(); id <= last; id++) {
            Trade trade = symbol.trade(id);
            assertThat(trade.id()).isEqualTo(id);
            assertThat(trade.tradeMicros()).isGreaterThanOrEqualTo(before);
            assertThat(trade.eventMicros())
                    .isBetween(trade.tradeMicros() + 1, trade.tradeMicros() + 1_000);
            assertThat(trade.price()).isPositive();
            assertThat(trade.quantity()).isPositive();
            before = trade.tradeMicros();
        }
    }

    @Test
    void theNewestIdOfAMomentIsTheLastOneWhoseTradeIsPublishedByThen() {
        SymbolTape symbol = begin(tape(200), "BTCUSDT");
        // At the anchor itself all of the history counts as published.
        for (long micros = START + 1_777; micros < START + 5 * SECOND; micros += 1_777) {
            long last = symbol.lastIdAt(micros);
            long id = last;
            assertThat(symbol.trade(id).eventMicros()).isLessThanOrEqualTo(micros);
            symbol.lastIdAt(START + 60 * SECOND);
            assertThat(symbol.trade(id + 1).tradeMicros() + 1_000).isGreaterThan(micros);
        }
    }

    @Test
    void historyReachesBackFromTheStartAndItsFirstLiveIdIsTradedAfterIt() {
        SymbolTape symbol = begin(tape(63).withHistory(3_000_000), "BTCUSDT");
        long atStart = symbol.lastIdAt(START);
        assertThat(atStart).isEqualTo(SeededTape.FIRST_LIVE_ID - 1);
        assertThat(symbol.trade(symbol.firstId()).tradeMicros())
                .isCloseTo(START - 3_000_000 / 63 * SECOND, within(2_000 * SECOND));
        assertThat(symbol.lastIdAt(START - 100_000 * SECOND)).isEqualTo(symbol.firstId() - 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 1, 63, 2_000})
    void theMeanRateIsTheOneAskedFor(double rate) {
        SymbolTape symbol = begin(tape(rate).withHistory(0), "BTCUSDT");
        long seconds = (long) (200_000 / rate);
        long trades = symbol.lastIdAt(START + seconds * SECOND) - SeededTape.FIRST_LIVE_ID + 1;
        assertThat((double) trades).isCloseTo(200_000, within(20_000.0));
    }

    @Test
    void burstsLookAsRecordingsShowThem() {
        SymbolTape symbol = begin(tape(63), "BTCUSDT");
        Map<Long, Integer> bySecond = new HashMap<>();
        Map<Long, Integer> byMilli = new HashMap<>();
        for (Trade trade : read(symbol, 3 * 3_600)) {
            bySecond.merge(trade.tradeMicros() / SECOND, 1, Integer::sum);
            byMilli.merge(trade.tradeMicros() / 1_000, 1, Integer::sum);
        }
        assertThat(bySecond.values().stream().mapToInt(n -> n).max().orElseThrow())
                .isBetween(400, 2_000);
        assertThat(byMilli.values().stream().mapToInt(n -> n).max().orElseThrow())
                .isBetween(150, 1_200);
    }

    @Test
    void aBurstOnCommandAddsItsTradesAndChangesNothingPublishedBefore() {
        SymbolTape plain = begin(tape(63), "BTCUSDT");
        SymbolTape symbol = begin(tape(63), "BTCUSDT");
        long now = START + 100 * SECOND;
        long published = symbol.lastIdAt(now);
        List<Trade> before = trades(symbol, SeededTape.FIRST_LIVE_ID, published);

        symbol.burst(now, 700, Duration.ofMillis(1));

        assertThat(trades(symbol, SeededTape.FIRST_LIVE_ID, published)).isEqualTo(before);
        long later = now + 10 * SECOND;
        long plainLast = plain.lastIdAt(later);
        assertThat(symbol.lastIdAt(later) - plainLast).isCloseTo(700, within(64L));
        assertThat(
                        trades(symbol, published + 1, published + 900).stream()
                                .filter(trade -> trade.tradeMicros() <= now + 1_100)
                                .count())
                .isGreaterThanOrEqualTo(650);
        assertThat(symbol.lastIdAt(START + 3_600 * SECOND))
                .isGreaterThan(plain.lastIdAt(START + 3_600 * SECOND) + 600);
    }

    @Test
    void aBurstOfFiftyThousandLiesWithinItsSecond() {
        SymbolTape symbol = begin(tape(100), "BTCUSDT");
        long before = symbol.lastIdAt(START + SECOND);
        symbol.burst(START + SECOND, 50_000, Duration.ofSeconds(1));
        assertThat(symbol.lastIdAt(START + 2 * SECOND + 2_000) - before)
                .isBetween(50_000L, 51_500L);
    }

    @Test
    void aggregatesCoverAllTradesWithoutOverlapAndShareTimePriceAndSide() {
        SymbolTape symbol = begin(tape(63), "BTCUSDT");
        long last = symbol.lastIdAt(START + 300 * SECOND);
        long aggregate = symbol.aggregateOf(SeededTape.FIRST_LIVE_ID);
        long next = SeededTape.FIRST_LIVE_ID;
        int longest = 0;
        while (next <= last) {
            IdRange range = symbol.tradesOf(aggregate);
            assertThat(range.first()).isEqualTo(next);
            Trade first = symbol.trade(range.first());
            for (long id = range.first(); id <= range.last(); id++) {
                Trade trade = symbol.trade(id);
                assertThat(symbol.aggregateOf(id)).isEqualTo(aggregate);
                assertThat(trade.tradeMicros()).isEqualTo(first.tradeMicros());
                assertThat(trade.price()).isEqualTo(first.price());
                assertThat(trade.buyerMaker()).isEqualTo(first.buyerMaker());
            }
            longest = Math.max(longest, (int) range.size());
            next = range.last() + 1;
            aggregate++;
        }
        assertThat(next).isEqualTo(last + 1);
        assertThat(longest).isGreaterThanOrEqualTo(24);
    }

    @Test
    void anExchangeStartedAgainWithTheOldAnchorGoesOnInTheSameIdSpace() {
        SeededTape first = tape(63).withAnchor(Instant.ofEpochSecond(START / SECOND));
        SymbolTape one = first.begin("BTCUSDT", START);
        SymbolTape other = first.begin("BTCUSDT", START + 86_400 * SECOND);
        long later = START + 90_000 * SECOND;
        assertThat(other.lastIdAt(later)).isEqualTo(one.lastIdAt(later));
        assertThat(other.trade(other.lastIdAt(later))).isEqualTo(one.trade(one.lastIdAt(later)));
    }

    @Test
    void fifteenHundredSymbolsOpenAtOnceAndDifferFromEachOther() {
        SeededTape many = SeededTape.many(1_500, 0.05);
        assertThat(many.symbols()).hasSize(1_500);
        assertThat(
                        many.symbols().stream()
                                .map(symbol -> begin(many, symbol))
                                .map(symbol -> symbol.lastIdAt(START + 3_600 * SECOND))
                                .distinct()
                                .count())
                .isGreaterThan(20);
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> tape(0)).hasMessageContaining("BTCUSDT");
        assertThatThrownBy(() -> tape(1).withBurstiness(1.5)).hasMessageContaining("burstiness");
        assertThatThrownBy(() -> tape(1).withHistory(-1)).hasMessageContaining("history");
        assertThatThrownBy(() -> SeededTape.of()).hasMessageContaining("symbol");
        assertThatThrownBy(() -> tape(1).begin("NOPE", 0)).hasMessageContaining("NOPE");
    }

    private static SeededTape tape(double rate) {
        return SeededTape.of(List.of("BTCUSDT"), rate);
    }

    private static SymbolTape begin(Tape tape, String symbol) {
        return tape.begin(symbol, START);
    }

    private static List<Trade> read(SymbolTape symbol, long seconds) {
        return trades(symbol, SeededTape.FIRST_LIVE_ID, symbol.lastIdAt(START + seconds * SECOND));
    }

    private static List<Trade> trades(SymbolTape symbol, long first, long last) {
        return new ArrayList<>(
                LongStream.rangeClosed(first, last).mapToObj(symbol::trade).toList());
    }
}
