package io.gapless.binance;

import static io.gapless.binance.TradeHistoryContract.refusal;
import static io.gapless.binance.TradeHistoryContract.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Cause;
import io.gapless.binance.Reply.Deferred;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Aggregates that lead astray. What they say when all is well is in [TradeHistoryContract].
class IdSearchTest {
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant START = NOW.minusSeconds(3_600);
    private static final long FIRST = 1_000_000;

    private final TradeTape tape = SampleTape.of("BTCUSDT", FIRST, START, 10_000);
    private final List<AggregateTrade> aggregates = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void markersOfWithdrawnAggregatesAreSkipped() {
        aggregates.add(marker(1, 500));
        aggregates.add(aggregate(2, 500, 503));

        assertThat(search(500)).contains(FIRST + 500);
    }

    @Test
    void aWholePageOfMarkersIsTurnedOver() {
        for (int i = 0; i < TradeHistory.MAX_PAGE; i++) {
            aggregates.add(marker(i, 100));
        }
        aggregates.add(aggregate(5_000, 101, 101));

        assertThat(search(100)).contains(FIRST + 100);
        assertThat(asked).filteredOn("aggregates"::equals).hasSize(2);
    }

    @Test
    void aggregatesThatLeaveThousandsOfTradesOutCostFurtherPagesAndNoTrade() {
        aggregates.add(aggregate(1, 4_200, 4_200));

        assertThat(search(100)).contains(FIRST + 100);
        assertThat(asked).filteredOn("page"::equals).hasSize(5);
    }

    @Test
    void anAggregateThatBeganEarlierHoldsTheTradeLookedFor() {
        // Its time is that of 700, so a search from 702 on finds only the one behind it.
        aggregates.add(aggregate(1, 700, 709));
        aggregates.add(aggregate(2, 710, 710));

        assertThat(search(702)).contains(FIRST + 702);
    }

    @Test
    void noAggregateAtOrAfterTheTimeMeansNoTradeYet() {
        aggregates.add(aggregate(1, 700, 709));

        assertThat(search(9_999)).isEmpty();
        assertThat(asked).containsExactly("aggregates");
    }

    @Test
    void nothingButMarkersIsGivenUpAfterANamedNumberOfRequests() {
        for (int i = 0; i < 9_000; i++) {
            aggregates.add(marker(i, i));
        }
        // Two more pages than are read.
        for (int i = 9_000; i < 12_000; i++) {
            aggregates.add(
                    new AggregateTrade(i, Optional.empty(), time(9_000) + i * SampleTape.STEP));
        }

        assertThat(refusal(history(Optional.empty()).firstIdAt(SYMBOL, START)))
                .isInstanceOf(Refusal.Unreadable.class);
        assertThat(asked).hasSize(IdSearch.MAX_AGGREGATE_REQUESTS);
    }

    @Test
    void aWayDownThatDoesNotEndIsGivenUpAndNotAnsweredWrongly() {
        TradeTape longer = SampleTape.of("BTCUSDT", FIRST, START, 60_000);
        tape.wipe("BTCUSDT").addAll("BTCUSDT", longer.trades("BTCUSDT").rows());
        aggregates.add(aggregate(1, 59_000, 59_000));

        assertThat(refusal(history(Optional.empty()).firstIdAt(SYMBOL, START)).sentence())
                .contains("BTCUSDT", "pages");
        assertThat(asked).filteredOn("page"::equals).hasSize(IdSearch.MAX_PAGES);
    }

    @Test
    void aPageThatIsDeferredDefersTheSearch() {
        aggregates.add(aggregate(1, 700, 709));
        Deferred<TradeColumns> later = new Deferred<>(NOW.plusSeconds(9), Cause.BUDGET, "later");

        assertThat(history(Optional.of(later)).firstIdAt(SYMBOL, Trade.instant(time(700))))
                .isEqualTo(new Deferred<>(NOW.plusSeconds(9), Cause.BUDGET, "later"));
    }

    private Optional<Long> search(int row) {
        return value(history(Optional.empty()).firstIdAt(SYMBOL, Trade.instant(time(row))));
    }

    private static long time(int row) {
        return Trade.micros(START) + row * SampleTape.STEP;
    }

    private static AggregateTrade marker(long id, int row) {
        return new AggregateTrade(id, Optional.empty(), time(row));
    }

    private static AggregateTrade aggregate(long id, int first, int last) {
        TradeIdRange trades = new TradeIdRange(FIRST + first, FIRST + last);
        return new AggregateTrade(id, Optional.of(trades), time(first));
    }

    /// The tape, with aggregates of the test's own.
    private TradeHistory history(Optional<Reply<TradeColumns>> pages) {
        TapeHistory all = new TapeHistory(tape, new SettableClock(NOW));
        return new TradeHistory() {
            @Override
            public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
                asked.add("page");
                return pages.orElseGet(() -> all.page(symbol, fromId, limit));
            }

            @Override
            public Reply<TradeColumns> newest(Symbol symbol, int limit) {
                return all.newest(symbol, limit);
            }

            @Override
            public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
                asked.add("aggregates");
                return new Answered<>(
                        aggregates.stream()
                                .filter(row -> row.time() >= Trade.micros(from))
                                .limit(limit)
                                .toList());
            }

            @Override
            public Reply<LastIds> tickers(Set<String> exchangeNames) {
                return all.tickers(exchangeNames);
            }

            @Override
            public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
                return all.exchangeInfo(exchangeNames);
            }

            @Override
            public Reply<Instant> time() {
                return all.time();
            }
        };
    }
}
