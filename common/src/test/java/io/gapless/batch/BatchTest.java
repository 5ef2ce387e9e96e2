package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gapless.trade.Recordings;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;
    private static final long MIDNIGHT = Trade.micros(Instant.parse("2026-01-02T00:00:00Z"));

    @Test
    void aBatchKnowsItsIdsItsWindowAndItsKey() {
        Batch batch = new Batch(SYMBOL, trades(17, MIDNIGHT + 5, MIDNIGHT + 3, MIDNIGHT + 9));
        assertThat(batch.range()).isEqualTo(new TradeIdRange(17, 19));
        assertThat(batch.firstTime()).isEqualTo(MIDNIGHT + 3);
        assertThat(batch.lastTime()).isEqualTo(MIDNIGHT + 9);
        assertThat(batch.date()).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat(batch.key())
                .isEqualTo(
                        new BatchKey(SYMBOL, MIDNIGHT + 3, MIDNIGHT + 9, new TradeIdRange(17, 19)));
    }

    @Test
    void aBatchCannotHoldAHoleADoubleOrDisorder() {
        SampleTrades market = new SampleTrades(1).fromId(17);
        TradeColumns hole = market.take(2);
        hole.addAll(market.skipIds(1).take(1), 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, hole))
                .withMessageContaining("BTCUSDT holds trade 20 behind 18");

        TradeColumns twice = new SampleTrades(1).fromId(17).take(2);
        twice.addAll(twice.slice(1, 2), 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, twice))
                .withMessageContaining("holds trade 18 behind 18");

        TradeColumns disorder = new SampleTrades(1).fromId(18).take(1);
        disorder.addAll(new SampleTrades(1).fromId(17).take(1), 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, disorder))
                .withMessageContaining("holds trade 17 behind 18");
    }

    @Test
    void aBatchCannotHoldTwoDates() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, trades(17, MIDNIGHT - 1, MIDNIGHT)))
                .withMessageContaining("spans 2026-01-01 and 2026-01-02");
    }

    @Test
    void aBatchIsNeverEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, new TradeColumns(1)))
                .withMessageContaining("without trades");
    }

    @Test
    void aBatchCannotHoldWhatIsNoTrade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, columns(-1, MIDNIGHT)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, columns(17, MIDNIGHT / 1_000)))
                .withMessageContaining("no trade is like that");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, columns(17, Trade.LATEST_TIME)));
    }

    @Test
    void aRunIsCutAtMidnight() {
        TradeColumns run = trades(17, MIDNIGHT - 2, MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 1);
        assertThat(Batch.cut(SYMBOL, run, 100))
                .map(Batch::range)
                .containsExactly(new TradeIdRange(17, 18), new TradeIdRange(19, 20));
    }

    @Test
    void aDateMayComeTwiceWhereTimesGoBackAtMidnight() {
        TradeColumns run = trades(17, MIDNIGHT - 1, MIDNIGHT, MIDNIGHT - 1, MIDNIGHT);
        List<Batch> batches = Batch.cut(SYMBOL, run, 100);
        assertThat(batches)
                .map(batch -> batch.date().toString())
                .containsExactly("2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02");
        assertThat(batches.stream().map(Batch::key).distinct()).hasSize(4);
    }

    @Test
    void aRunIsCutWhereABatchIsFull() {
        TradeColumns run = new SampleTrades(1).fromId(1).take(25);
        assertThat(Batch.cut(SYMBOL, run, 10)).map(Batch::size).containsExactly(10, 10, 5);
        assertThat(Batch.cut(SYMBOL, run, 25)).map(Batch::size).containsExactly(25);
        assertThat(Batch.cut(SYMBOL, run, 5)).map(Batch::size).containsExactly(5, 5, 5, 5, 5);
        assertThat(Batch.cut(SYMBOL, run, 1)).hasSize(25);
    }

    @Test
    void nothingIsCutIntoNothing() {
        assertThat(Batch.cut(SYMBOL, new TradeColumns(1), 10)).isEmpty();
    }

    @Test
    void aRunWithAHoleIsNotCutIntoBatchesThatHideIt() {
        SampleTrades market = new SampleTrades(1).fromId(17);
        TradeColumns run = market.take(2);
        run.addAll(market.skipIds(5).take(2), 0, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> Batch.cut(SYMBOL, run, 10));
    }

    @Test
    void batchesOfNoTradesOrOfTooManyAreRefused() {
        TradeColumns run = new SampleTrades(1).take(3);
        for (int maxTrades : List.of(0, -1, Batch.MAX_TRADES + 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Batch.cut(SYMBOL, run, maxTrades))
                    .withMessageContaining("expected 1 to 50000");
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void cuttingLosesNothingAndDoublesNothing(long seed) {
        RandomGenerator random = Seeds.random(seed);
        SampleTrades market =
                new SampleTrades(seed).beforeMidnight(Duration.ofMillis(random.nextInt(3_000)));
        TradeColumns run = market.take(random.nextInt(1, 300));
        for (int i = 0; i < 3; i++) {
            run.addAll(market.burst(random.nextInt(1, 100)), 0, 1);
            market.fromId(run.id(run.size() - 1) + 1);
            if (random.nextBoolean()) {
                market.at(Trade.instant(run.time(0)));
            } else {
                market.advance(Duration.ofHours(random.nextInt(30)));
            }
            TradeColumns more = market.take(random.nextInt(1, 200));
            run.addAll(more, 0, more.size());
        }
        int maxTrades = random.nextInt(1, 150);

        List<Trade> put = new ArrayList<>();
        List<Batch> batches = Batch.cut(SYMBOL, run, maxTrades);
        for (Batch batch : batches) {
            assertThat(batch.size()).isBetween(1, maxTrades);
            put.addAll(batch.trades().rows());
        }
        assertThat(put).isEqualTo(run.rows());
        for (int i = 1; i < batches.size(); i++) {
            Batch before = batches.get(i - 1);
            assertThat(batches.get(i).range().first()).isEqualTo(before.range().last() + 1);
            assertThat(before.size() == maxTrades || !before.date().equals(batches.get(i).date()))
                    .as("a cut for a reason")
                    .isTrue();
        }
    }

    @Test
    void theRecordingOverMidnightIsCutOnceAtMidnight() {
        TradeColumns trades = Recordings.trades(Recordings.ETHUSDT);
        assertThat(trades.size()).isEqualTo(14_515);
        assertThat(Batch.cut(SYMBOL, trades, Batch.MAX_TRADES))
                .map(batch -> batch.date() + " " + batch.range().first())
                .containsExactly("2024-08-08 1520538925", "2024-08-09 1520545023");
    }

    /// Ids from `firstId` on, at these times.
    private static TradeColumns trades(long firstId, long... times) {
        TradeColumns trades = new TradeColumns(times.length);
        for (long time : times) {
            trades.addAll(columns(firstId + trades.size(), time), 0, 1);
        }
        return trades;
    }

    private static TradeColumns columns(long id, long time) {
        TradeColumns columns = new TradeColumns(1);
        columns.add(id, 1, 1, time, true, true, 0, 0, Source.LIVE);
        return columns;
    }
}
