package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryMarks;
import io.gapless.binance.Reply.Answered;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/// Requests that are made before they are wanted.
class PagesAtOnceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:10Z");
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");

    private final SettableClock clock = new SettableClock(NOON);
    private final TradeTape tape = SampleTape.of("BTCUSDT", 0, NOON.minusSeconds(600), 9_000);
    private final TapeLimits limits = new TapeLimits();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private Duration roundTrip = Duration.ofMillis(300);

    @Test
    void farAwayThePagesThatAreExpectedAreOnTheirWayAndEachIsAskedForOnce() {
        BudgetedHistory history = history(6_000);
        assertThat(first(history, 0)).isZero();

        history.expect(SYMBOL, 2_000, 1_000);
        history.expect(SYMBOL, 3_000, 1_000);
        history.expect(SYMBOL, 3_000, 1_000);

        assertThat(background).hasSize(PagesAhead.MAX_PAGES);
        background.forEach(Runnable::run);
        int sent = limits.calls().size();
        assertThat(first(history, 2_000)).isEqualTo(2_000);
        assertThat(first(history, 3_000)).isEqualTo(3_000);
        assertThat(limits.calls()).hasSize(sent);
        assertThat(first(history, 3_000)).isEqualTo(3_000);
        assertThat(limits.calls()).hasSize(sent + 1);
    }

    @Test
    void nearByOrWithLittleWeightOnePageFollowsTheOther() {
        roundTrip = Duration.ofMillis(100);
        BudgetedHistory near = history(6_000);
        assertThat(first(near, 0)).isZero();
        near.expect(SYMBOL, 1_000, 1_000);

        roundTrip = Duration.ofMillis(290);
        BudgetedHistory modest = history(3_000);
        assertThat(first(modest, 0)).isZero();
        modest.expect(SYMBOL, 1_000, 1_000);

        assertThat(background).isEmpty();
    }

    @Test
    void noMoreIsExpectedThanWhatWeighsAsMuchAsTheHeaviestRequest() {
        BudgetedHistory history = history(6_000);
        assertThat(first(history, 0)).isZero();

        for (int page = 1; page < 9; page++) {
            history.expect(SYMBOL, page * 1_000L, 1_000);
        }

        assertThat(background).hasSize(PagesAhead.MAX_PAGES);
        assertThat(BudgetedHistory.MAX_PAGES_AT_ONCE * RequestWeight.PAGE)
                .isLessThanOrEqualTo(RequestWeight.HEAVIEST);
    }

    @Test
    void aPageThatNobodyCameForIsForgotten() {
        BudgetedHistory history = history(6_000);
        assertThat(first(history, 0)).isZero();
        history.expect(SYMBOL, 1_000, 1_000);
        background.forEach(Runnable::run);
        int sent = limits.calls().size();
        clock.advance(PagesAhead.MAX_AGE.plusSeconds(1));

        assertThat(first(history, 1_000)).isEqualTo(1_000);
        assertThat(limits.calls()).hasSizeGreaterThan(sent);
    }

    @Test
    void inABanNothingIsExpected() {
        BudgetedHistory history = history(6_000);
        assertThat(first(history, 0)).isZero();
        limits.scripted((HistoryFault.Status) HistoryFault.banned(60), clock.instant());
        assertThat(history.page(SYMBOL, 1_000, 1_000)).isInstanceOf(Reply.Refused.class);

        history.expect(SYMBOL, 2_000, 1_000);

        assertThat(background).isEmpty();
    }

    private static long first(BudgetedHistory history, long fromId) {
        Reply<TradeColumns> reply = history.page(SYMBOL, fromId, 1_000);
        assertThat(reply).isInstanceOf(Answered.class);
        return ((Answered<TradeColumns>) reply).value().id(0);
    }

    private BudgetedHistory history(int weightPerMinute) {
        RequestBudget budget = new RequestBudget(weightPerMinute);
        HistoryFaults slow =
                _ -> {
                    clock.advance(roundTrip);
                    return HistoryFault.none();
                };
        return new BudgetedHistory(
                new TapeHistory(tape, limits, clock, slow, budget::heard),
                budget,
                new BanMemory(new InMemoryMarks(), "backfill"),
                clock,
                background::add);
    }
}
