package io.gapless.exchange.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.exchange.market.SymbolMarket.Status;
import io.gapless.exchange.market.SymbolMarket.View;
import io.gapless.exchange.tape.IdRange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarketTest {

    private static final Instant START = Instant.parse("2026-11-22T23:59:30Z");
    private static final long FIRST_LIVE = SeededTape.FIRST_LIVE_ID;

    private Instant now = START;
    private final MarketClock clock = new MarketClock(() -> now, MarketClock.micros(START), 1);
    private final Market market =
            new Market(
                    SeededTape.of(List.of("BTCUSDT", "ETHUSDT"), 50).withHistory(10_000),
                    clock,
                    MarketClock.micros(START));
    private final SymbolMarket btc = market.symbol("BTCUSDT");

    @Test
    void theTruthCountsWhatWasTradedAndFollowsTheClock() {
        Truth atStart = btc.truth();
        assertThat(atStart.firstId()).isEqualTo(FIRST_LIVE - 10_000);
        assertThat(atStart.lastId()).isEqualTo(FIRST_LIVE - 1);
        assertThat(atStart.trades()).isEqualTo(10_000);
        pass(60);
        assertThat(btc.truth().trades()).isGreaterThan(12_000);
        assertThat(btc.trade(btc.newest()).tradeMicros())
                .isGreaterThan(MarketClock.micros(Instant.parse("2026-11-23T00:00:00Z")));
    }

    @Test
    void idsNeverIssuedAreInNoViewAndNotInTheTruth() {
        market.neverIssue("BTCUSDT", new IdRange(FIRST_LIVE + 10, FIRST_LIVE + 19));
        pass(60);
        for (View view : View.values()) {
            assertThat(ids(btc.page(view, FIRST_LIVE + 8, 4, btc.newest())))
                    .containsExactly(
                            FIRST_LIVE + 8, FIRST_LIVE + 9, FIRST_LIVE + 20, FIRST_LIVE + 21);
        }
        Truth truth = btc.truth();
        assertThat(truth.neverIssued())
                .containsExactly(new IdRange(FIRST_LIVE + 10, FIRST_LIVE + 19));
        assertThat(truth.trades()).isEqualTo(truth.lastId() - truth.firstId() + 1 - 10);
    }

    @Test
    void restStepsOverIdsThatOnlyTheStreamHad() {
        market.hideFromRest("BTCUSDT", new IdRange(FIRST_LIVE + 10, FIRST_LIVE + 19));
        market.neverIssue("BTCUSDT", new IdRange(FIRST_LIVE + 20, FIRST_LIVE + 24));
        pass(60);
        assertThat(ids(btc.page(View.SERVED, FIRST_LIVE + 9, 2, btc.newest())))
                .containsExactly(FIRST_LIVE + 9, FIRST_LIVE + 25);
        assertThat(ids(btc.page(View.TRUE, FIRST_LIVE + 18, 3, btc.newest())))
                .containsExactly(FIRST_LIVE + 18, FIRST_LIVE + 19, FIRST_LIVE + 25);
        assertThat(ids(btc.newestPage(View.SERVED, 2, FIRST_LIVE + 25)))
                .containsExactly(FIRST_LIVE + 9, FIRST_LIVE + 25);
        assertThat(btc.truth().neverIssued()).hasSize(1);
    }

    @Test
    void withdrawnHistoryStartsSilentlyAtItsFirstIdAndComesBackWhenRestored() {
        market.withdrawHistory("BTCUSDT", FIRST_LIVE - 5);
        assertThat(ids(btc.page(View.SERVED, 1, 2, btc.newest())))
                .containsExactly(FIRST_LIVE - 5, FIRST_LIVE - 4);
        assertThat(btc.truth().historyFirstId()).isEqualTo(FIRST_LIVE - 5);
        assertThat(btc.truth().firstId()).isEqualTo(FIRST_LIVE - 10_000);
        market.restore();
        assertThat(btc.truth().historyFirstId()).isEqualTo(FIRST_LIVE - 10_000);
    }

    @Test
    void aDelistedSymbolTradesNoMoreAndGoesOnWhenRestoredWithTimesThatFollowTheClock() {
        pass(10);
        market.delist("BTCUSDT");
        long last = btc.newest();
        pass(100);
        assertThat(btc.newest()).isEqualTo(last);
        assertThat(btc.status()).isEqualTo(Status.BREAK);
        assertThat(market.symbol("ETHUSDT").newest()).isGreaterThan(last + 1_000);
        market.restore();
        pass(10);
        assertThat(btc.newest()).isGreaterThan(last);
        Trade before = btc.trade(last);
        Trade after = btc.trade(last + 1);
        assertThat(after.tradeMicros() - before.tradeMicros()).isGreaterThan(99_000_000L);
        assertThat(btc.firstIdTraded(View.TRUE, micros(50), btc.newest())).isEqualTo(last + 1);
    }

    @Test
    void aRemovedSymbolIsNotListedAndAHaltStopsAll() {
        market.remove("BTCUSDT");
        assertThat(market.listed("BTCUSDT")).isEmpty();
        market.halt(Optional.empty());
        assertThat(market.symbol("ETHUSDT").status()).isEqualTo(Status.HALT);
        long last = market.symbol("ETHUSDT").newest();
        pass(100);
        assertThat(market.symbol("ETHUSDT").newest()).isEqualTo(last);
        market.restore();
        assertThat(market.listed("BTCUSDT")).isPresent();
    }

    @Test
    void aRestartedIdSpaceBeginsWithTheFirstIdAndForgetsTheOldHistory() {
        pass(10);
        long lastTime = btc.trade(btc.newest()).tradeMicros();
        market.restartIds("BTCUSDT", 1);
        assertThat(btc.truth().trades()).isZero();
        assertThat(btc.newest()).isZero();
        pass(10);
        Truth truth = btc.truth();
        assertThat(truth.firstId()).isEqualTo(1);
        assertThat(truth.lastId()).isBetween(200L, 1_500L);
        assertThat(btc.trade(1).tradeMicros()).isGreaterThanOrEqualTo(lastTime);
        assertThat(ids(btc.page(View.SERVED, 0, 2, btc.newest()))).containsExactly(1L, 2L);
        Aggregate first = btc.aggregate(btc.aggregateOf(1), btc.newest()).orElseThrow();
        assertThat(first.id()).isZero();
        assertThat(first.firstTrade()).isEqualTo(1);
    }

    @Test
    void aClockThatJumpsMovesWhatIsTradedLaterAndNothingElse() {
        pass(10);
        long last = btc.newest();
        Trade before = btc.trade(last);
        market.jumpClock(Duration.ofHours(-1));
        pass(10);
        assertThat(btc.trade(last)).isEqualTo(before);
        assertThat(btc.trade(last + 64).tradeMicros()).isLessThan(before.tradeMicros());
        assertThat(clock.shownMicros()).isEqualTo(micros(20) - 3_600_000_000L);
    }

    @Test
    void timesLeadToIdsAndBack() {
        pass(100);
        for (long seconds = 1; seconds < 100; seconds++) {
            long id = btc.firstIdTraded(View.TRUE, micros(seconds), btc.newest());
            assertThat(btc.trade(id).tradeMicros()).isGreaterThanOrEqualTo(micros(seconds));
            assertThat(btc.trade(id - 1).tradeMicros()).isLessThan(micros(seconds));
        }
        assertThat(btc.firstIdTraded(View.TRUE, micros(500), btc.newest()))
                .isEqualTo(btc.newest() + 1);
        assertThat(btc.firstIdTraded(View.TRUE, 0, btc.newest())).isEqualTo(FIRST_LIVE - 10_000);
    }

    @Test
    void anAggregateLosesTheTradesThatWereNeverIssued() {
        pass(60);
        Aggregate whole = aggregateOfSeveral();
        market.neverIssue("BTCUSDT", new IdRange(whole.firstTrade(), whole.firstTrade()));
        Aggregate rest = btc.aggregate(whole.id(), btc.newest()).orElseThrow();
        assertThat(rest.firstTrade()).isEqualTo(whole.firstTrade() + 1);
        assertThat(rest.quantity()).isLessThan(whole.quantity());
        market.neverIssue("BTCUSDT", new IdRange(whole.firstTrade(), whole.lastTrade()));
        assertThat(btc.aggregate(whole.id(), btc.newest())).isEmpty();
    }

    @Test
    void anUnknownSymbolIsNamed() {
        assertThatThrownBy(() -> market.delist("NOPE")).hasMessageContaining("NOPE");
    }

    private Aggregate aggregateOfSeveral() {
        for (long id = btc.aggregateOf(FIRST_LIVE); ; id++) {
            Aggregate aggregate = btc.aggregate(id, btc.newest()).orElseThrow();
            if (aggregate.lastTrade() > aggregate.firstTrade()) {
                return aggregate;
            }
        }
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private static long micros(long secondsFromStart) {
        return MarketClock.micros(START.plusSeconds(secondsFromStart));
    }

    private static List<Long> ids(List<Trade> trades) {
        return trades.stream().map(Trade::id).toList();
    }
}
