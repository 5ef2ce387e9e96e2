package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.StorageFault;
import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Cause;
import io.gapless.binance.Reply.Deferred;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetedHistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:10Z");
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");

    private final SettableClock clock = new SettableClock(NOON);
    private final TradeTape tape = SampleTape.of("BTCUSDT", 1_000, NOON.minusSeconds(600), 5_000);
    private final TapeLimits limits = new TapeLimits();
    private final InMemoryMarks marks = new InMemoryMarks();

    @Test
    void aMinutesWeightIsUsedUpAndThenRequestsAreDeferredUnsent() {
        TradeHistory history = history(300, HistoryFaults.NONE);
        int pages = 0;
        Reply<TradeColumns> reply = history.page(SYMBOL, 1_000, 1_000);
        while (reply instanceof Answered<TradeColumns>) {
            pages++;
            reply = history.page(SYMBOL, 1_000, 1_000);
        }

        // One for the time, eleven pages.
        assertThat(pages).isEqualTo(11);
        assertThat(limits.used(NOON)).isEqualTo(276);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> {
                            assertThat(deferred.cause()).isEqualTo(Cause.BUDGET);
                            assertThat(deferred.until())
                                    .isBetween(
                                            Instant.parse("2026-03-01T12:01:00Z"),
                                            Instant.parse("2026-03-01T12:01:02Z"));
                        });
        int sent = limits.calls().size();
        assertThat(history.page(SYMBOL, 1_000, 1_000)).isEqualTo(reply);
        assertThat(limits.calls()).hasSize(sent);
        // The first reply of a minute may correct the idea of the exchange's clock by half a
        // second.
        clock.set(((Deferred<?>) reply).until().plusSeconds(1));
        assertThat(history.page(SYMBOL, 1_000, 1_000)).isInstanceOf(Answered.class);
    }

    @Test
    void aRestartedProcessDoesNotSpendTheSameMinuteTwice() {
        TradeHistory first = history(300, HistoryFaults.NONE);
        while (first.page(SYMBOL, 1_000, 1) instanceof Answered<TradeColumns>) {}

        TradeHistory restarted = history(300, HistoryFaults.NONE);
        assertThat(restarted.page(SYMBOL, 1_000, 1)).isInstanceOf(Deferred.class);
        assertThat(limits.used(NOON)).isLessThanOrEqualTo(300);
    }

    @Test
    void afterABanNothingIsSentUntilItsEndNotEvenByARestartedProcess() {
        TradeHistory history = history(3_000, HistoryFaults.inOrder(HistoryFault.banned(180)));
        assertThat(history.page(SYMBOL, 1_000, 1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal()).isInstanceOf(Refusal.Banned.class));
        int sent = limits.calls().size();

        for (int second = 0; second < 180; second += 20) {
            clock.set(NOON.plusSeconds(second));
            assertThat(history.page(SYMBOL, 1_000, 1)).isInstanceOf(Deferred.class);
            assertThat(history(3_000, HistoryFaults.NONE).time()).isInstanceOf(Deferred.class);
        }
        assertThat(limits.calls()).hasSize(sent);

        clock.set(NOON.plusSeconds(180).plus(RefusalReader.MARGIN));
        assertThat(history(3_000, HistoryFaults.NONE).page(SYMBOL, 1_000, 1))
                .isInstanceOf(Answered.class);
        assertThat(limits.calls()).noneMatch(HistoryCall::banned);
    }

    @Test
    void aBanThatMeetsALookUpOfSeveralRequestsEndsIt() {
        TradeHistory history =
                history(
                        3_000,
                        HistoryFaults.inOrder(HistoryFault.none(), HistoryFault.forbidden()));

        assertThat(history.firstIdAt(SYMBOL, NOON.minusSeconds(598)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isInstanceOf(Refusal.Forbidden.class));
        assertThat(history.time()).isInstanceOf(Deferred.class);
    }

    @Test
    void nothingIsSentWhileItIsUnknownWhetherThereIsABan() {
        RequestBudget budget = new RequestBudget(3_000);
        TradeHistory history =
                new BudgetedHistory(
                        new TapeHistory(tape, limits, clock, HistoryFaults.NONE, budget::heard),
                        budget,
                        new BanMemory(marks.through(_ -> StorageFault.timedOut()), "backfill"),
                        clock);

        assertThat(history.time())
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> assertThat(deferred.cause()).isEqualTo(Cause.BAN_UNKNOWN));
        assertThat(limits.calls()).isEmpty();
    }

    @Test
    void theExchangesOwnLimitIsTakenFromItsInformation() {
        TapeLimits small = new TapeLimits(1_200);
        RequestBudget budget = new RequestBudget(6_000);
        TradeHistory history =
                new BudgetedHistory(
                        new TapeHistory(tape, small, clock, HistoryFaults.NONE, budget::heard),
                        budget,
                        new BanMemory(marks, "backfill"),
                        clock);
        assertThat(history.symbols(Set.of("BTCUSDT"))).isInstanceOf(Answered.class);

        while (history.page(SYMBOL, 1_000, 1) instanceof Answered<TradeColumns>) {}
        assertThat(small.mostUsed()).isBetween(1_000, 1_200);
    }

    @Test
    void aMillionTradesAtTheWholeLimitTakeNoRefusalAndNinetyFivePercentOfEachMinute() {
        TradeHistory history = history(6_000, HistoryFaults.NONE);
        for (int page = 0; page < 1_000; ) {
            clock.advance(Duration.ofMillis(20));
            switch (history.page(SYMBOL, 1_000, 1_000)) {
                case Answered<TradeColumns> _ -> page++;
                case Deferred<TradeColumns> deferred -> clock.set(deferred.until());
                case Refused<TradeColumns>(Refusal refusal) ->
                        throw new AssertionError(refusal.sentence());
            }
        }

        for (int minute = 0; minute < 4; minute++) {
            assertThat(limits.used(NOON.plus(Duration.ofMinutes(minute)))).isBetween(5_700, 6_000);
        }
        assertThat(Duration.between(NOON, clock.instant())).isLessThan(Duration.ofMinutes(5));
    }

    private TradeHistory history(int limit, HistoryFaults faults) {
        return TapeHistory.budgeted(tape, limits, clock, faults, limit, marks, "backfill");
    }
}
