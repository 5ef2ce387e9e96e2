package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryMarks;
import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Deferred;
import io.gapless.binance.Reply.Refused;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Budget, bans and adapter together, counted by the simulated exchange.
class LimitsOfTheExchangeTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:20Z");
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final long HISTORY = 1_000_000;
    private static final long OLDEST = SeededTape.FIRST_LIVE_ID - HISTORY;

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryMarks marks = new InMemoryMarks();
    private final SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(
                                    new SeededTape(
                                            Map.of("BTCUSDT", 20.0),
                                            1,
                                            0.3,
                                            HISTORY,
                                            SeededTape.FIRST_LIVE_ID,
                                            Optional.empty()))
                            .withClock(clock));

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void aMillionTradesAtTheWholeLimitComeWithoutOne429AtNinetyFivePercentOfThePace() {
        TradeHistory history = process(6_000);
        long next = OLDEST;
        while (next < SeededTape.FIRST_LIVE_ID) {
            switch (history.page(SYMBOL, next, TradeHistory.MAX_PAGE)) {
                case Answered<TradeColumns>(TradeColumns rows) -> {
                    assertThat(rows.id(0)).isEqualTo(next);
                    next = rows.id(rows.size() - 1) + 1;
                    clock.advance(Duration.ofMillis(30));
                }
                case Deferred<TradeColumns> deferred -> clock.set(deferred.until());
                case Refused<TradeColumns>(Refusal refusal) ->
                        throw new AssertionError(refusal.sentence());
            }
        }

        Counters.Snapshot counts = exchange.counters();
        assertThat(counts.total(Counter.TOO_MANY_REQUESTS)).isZero();
        assertThat(counts.calls("historicalTrades")).isEqualTo(1_000);
        assertThat(Duration.between(START, clock.instant())).isLessThan(Duration.ofMinutes(5));
        assertThat(counts.weightByMinute().headMap(counts.weightByMinute().lastKey()).values())
                .hasSize(4)
                .allSatisfy(used -> assertThat(used).isBetween(5_700L, 6_000L));
    }

    @Test
    void twoProcessesOnOneAddressBreakNoLimitTogether() {
        TradeHistory[] processes = {process(6_000), process(6_000)};
        for (int turn = 0; turn < 1_000; turn++) {
            clock.advance(Duration.ofMillis(40));
            switch (processes[turn % 2].page(SYMBOL, OLDEST, 1)) {
                case Answered<TradeColumns> _ -> {}
                case Deferred<TradeColumns> deferred ->
                        assertThat(deferred.cause()).isEqualTo(Reply.Cause.BUDGET);
                case Refused<TradeColumns>(Refusal refusal) ->
                        throw new AssertionError(refusal.sentence());
            }
        }

        assertThat(exchange.counters().total(Counter.TOO_MANY_REQUESTS)).isZero();
        assertThat(exchange.counters().weightByMinute().firstEntry().getValue())
                .isBetween(5_700L, 6_000L);
    }

    @Test
    void processesThatAreKilledAndStartedInABanSendNothingUntilItsEnd() {
        assertThat(process(3_000).page(SYMBOL, OLDEST, 1)).isInstanceOf(Answered.class);
        exchange.faults().inject(new Fault.RefuseCalls(418, 1, Duration.ofSeconds(200)));
        assertThat(process(3_000).page(SYMBOL, OLDEST, 1)).isInstanceOf(Refused.class);
        long calls = exchange.counters().total(Counter.REST_CALLS);

        Instant end = clock.instant().plusSeconds(200);
        while (clock.instant().isBefore(end)) {
            TradeHistory restarted = process(3_000);
            assertThat(restarted.page(SYMBOL, OLDEST, 1)).isInstanceOf(Deferred.class);
            assertThat(restarted.lastIds(Set.of())).isInstanceOf(Deferred.class);
            clock.advance(Duration.ofSeconds(7));
        }

        assertThat(exchange.counters().total(Counter.REST_CALLS)).isEqualTo(calls);
        assertThat(process(3_000).page(SYMBOL, OLDEST, 1)).isInstanceOf(Answered.class);
        assertThat(exchange.counters().total(Counter.CALLS_DURING_BAN)).isZero();
    }

    private TradeHistory process(int weightPerMinute) {
        return RestTradeHistory.budgeted(
                RestSettings.at(exchange.restUrl()), weightPerMinute, marks, "backfill", clock);
    }
}
