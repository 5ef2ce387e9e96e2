package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [TradeHistory] holds to: the tape in memory, and the adapter over HTTP.
public abstract class TradeHistoryContract {
    protected static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    protected static final String NAME = "BTCUSDT";

    private static final Symbol SYMBOL = Symbol.of(NAME);
    private static final Instant START = NOW.minusSeconds(3_600);
    private static final long FIRST = 6_136_688_961L;

    /// A history of what is on the tape at [#NOW].
    ///
    /// @param faults of the first requests, one each
    protected abstract TradeHistory history(TradeTape tape, HistoryFault... faults);

    @Test
    void aPageStartsAtTheIdAskedForAndHoldsEveryValue() {
        TradeTape tape = SampleTape.of(NAME, FIRST, START, 50);

        TradeColumns page = value(history(tape).page(SYMBOL, FIRST + 7, 20));

        assertThat(page.rows()).isEqualTo(tape.happened(NAME, NOW).slice(7, 27).rows());
    }

    @Test
    void theExtremesOfEveryColumnSurvive() {
        List<Trade> extremes =
                List.of(
                        trade(0, 1, 1, START, true, true),
                        trade(1, Long.MAX_VALUE, 1, START, false, false),
                        trade(2, 1, Long.MAX_VALUE, START, false, false),
                        trade(3, 1, 4_611_686_041_400_000_000L, START, true, false),
                        trade(Long.MAX_VALUE - 1, 1, 1, START.plusNanos(999_999_000), false, true));

        TradeTape tape = new TradeTape().addAll(NAME, extremes);

        assertThat(value(history(tape).page(SYMBOL, 0, 1_000)).rows()).isEqualTo(extremes);
    }

    @Test
    void aPageHoldsNoMoreThanItsLimit() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 2_500);

        assertThat(ids(value(history(tape).page(SYMBOL, 1, 1_000)))).hasSize(1_000);
        assertThat(ids(value(history(tape).page(SYMBOL, 1, 1)))).containsExactly(1L);
    }

    @Test
    void manyTradesOfOneMillisecondAreTurnedOverById() {
        TradeTape tape = new TradeTape();
        for (long id = 0; id < 735; id++) {
            tape.add(NAME, SampleTape.trade(id, Trade.micros(START)));
        }
        TradeHistory history = history(tape);

        List<Long> all = new ArrayList<>();
        for (long next = 0; next < 735; next = all.getLast() + 1) {
            all.addAll(ids(value(history.page(SYMBOL, next, 100))));
        }
        assertThat(all).hasSize(735).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void anIdPastTheNewestGivesNoRows() {
        TradeTape tape = SampleTape.of(NAME, FIRST, START, 5);

        assertThat(value(history(tape).page(SYMBOL, FIRST + 5, 10)).isEmpty()).isTrue();
    }

    @Test
    void anIdOlderThanWhatIsServedGivesTheOldestRowsSilently() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 50).withdrawBelow(NAME, 40);

        assertThat(ids(value(history(tape).page(SYMBOL, 1, 3)))).containsExactly(40L, 41L, 42L);
    }

    @Test
    void anIdThatWasNeverIssuedIsSteppedOver() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 3);
        tape.add(NAME, SampleTape.trade(6, Trade.micros(START.plusSeconds(1))));

        assertThat(ids(value(history(tape).page(SYMBOL, 1, 10)))).containsExactly(1L, 2L, 3L, 6L);
    }

    @Test
    void theTickerKnowsMoreThanADatabaseThatLags() {
        TradeTape tape = SampleTape.of(NAME, 1, NOW.minusMillis(10), 10);
        TradeHistory history = history(tape.lag(Duration.ofSeconds(5)));

        assertThat(value(history.page(SYMBOL, 1, 10)).isEmpty()).isTrue();
        assertThat(value(history.lastIds(Set.of(NAME))).lastId(NAME)).contains(10L);
    }

    @Test
    void theNewestTradesEndWithTheLast() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 30).list("QUIETUSDT");

        assertThat(ids(value(history(tape).newest(SYMBOL, 3)))).containsExactly(28L, 29L, 30L);
        assertThat(value(history(tape).newest(Symbol.of("QUIETUSDT"), 3)).isEmpty()).isTrue();
    }

    @Test
    void aSymbolOfALaterIdSpaceIsAskedForByTheExchangesName() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 3);

        assertThat(ids(value(history(tape).page(Symbol.of("BTCUSDT@2"), 1, 2))))
                .containsExactly(1L, 2L);
    }

    @Test
    void aSymbolBeyondAsciiIsUnderstood() {
        TradeTape tape = SampleTape.of("币安人生USDT", 1, START, 3);
        TradeHistory history = history(tape);

        assertThat(ids(value(history.page(Symbol.of("币安人生USDT"), 2, 9)))).containsExactly(2L, 3L);
        assertThat(value(history.symbols(Set.of("币安人生USDT"))).status("币安人生USDT"))
                .contains("TRADING");
        assertThat(value(history.lastIds(Set.of("币安人生USDT"))).lastId("币安人生USDT")).contains(3L);
    }

    @Test
    void aTickerGivesFirstAndLastIdAndCountOfTheDay() {
        TradeTape tape = SampleTape.of(NAME, 1, NOW.minus(Duration.ofHours(25)), 10);
        for (int i = 0; i < 5; i++) {
            tape.add(NAME, SampleTape.trade(11 + i, Trade.micros(START) + i));
        }
        tape.list("QUIETUSDT");

        LastIds all = value(history(tape).lastIds(Set.of()));

        assertThat(all.day(NAME))
                .contains(new LastIds.Day(Optional.of(new TradeIdRange(11, 15)), 5));
        assertThat(all.day("QUIETUSDT")).contains(new LastIds.Day(Optional.empty(), 0));
        assertThat(all.lastId("QUIETUSDT")).isEmpty();
        assertThat(all.day("NOSUCHUSDT")).isEmpty();
    }

    @Test
    void aDelistedSymbolDoesNotSpoilTheOthersLastIds() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 3).list("OTHERUSDT");

        LastIds some = value(history(tape).lastIds(Set.of(NAME, "GONEUSDT")));

        assertThat(some.lastId(NAME)).contains(3L);
        assertThat(some.bySymbol()).containsOnlyKeys(NAME);
    }

    @Test
    void moreSymbolsThanCanBeNamedAreFoundToo() {
        TradeTape tape = new TradeTape();
        Set<String> names = new java.util.TreeSet<>();
        IntStream.range(0, 150).forEach(i -> names.add("S" + i + "USDT"));
        names.forEach(tape::list);

        assertThat(value(history(tape).lastIds(names)).bySymbol()).hasSize(150);
        assertThat(value(history(tape).symbols(names)).unknown(names)).isEmpty();
    }

    @Test
    void allWrongNamesAreFoundAtOnce() {
        TradeTape tape = new TradeTape().list(NAME).list("ETHUSDT").list("OLDUSDT");
        tape.status("OLDUSDT", "BREAK");
        Set<String> names = Set.of(NAME, "OLDUSDT", "BTCUSD", "ETHUSTD");

        ExchangeInfo info = value(history(tape).symbols(names));

        assertThat(info.unknown(names)).containsExactly("BTCUSD", "ETHUSTD");
        assertThat(info.listings()).containsOnlyKeys(NAME, "OLDUSDT");
        assertThat(info.status("OLDUSDT")).contains("BREAK");
        assertThat(info.pairsOf("USDT")).containsExactlyInAnyOrder(NAME, "OLDUSDT");
        assertThat(info.isTrading("OLDUSDT")).isFalse();
        assertThat(info.weightPerMinute()).contains(RequestBudget.EXCHANGE_LIMIT);
    }

    @Test
    void anUnknownSymbolIsRefusedAsSuch() {
        TradeHistory history = history(new TradeTape().list(NAME));

        assertThat(refusal(history.page(Symbol.of("NOSUCHUSDT"), 1, 1)))
                .isInstanceOf(Refusal.UnknownSymbol.class);
        assertThat(refusal(history.exchangeInfo(Set.of("NOSUCHUSDT", NAME))))
                .isInstanceOf(Refusal.UnknownSymbol.class);
        assertThat(refusal(history.firstIdAt(Symbol.of("NOSUCHUSDT"), NOW)))
                .isInstanceOf(Refusal.UnknownSymbol.class);
    }

    @Test
    void aggregatesAreOldestFirstWithTheTimeOfTheirFirstTrade() {
        TradeTape tape = new TradeTape();
        long time = Trade.micros(START);
        tape.add(NAME, trade(1, 5, 1, time, true));
        tape.add(NAME, trade(2, 5, 1, time + 400, true));
        tape.add(NAME, trade(3, 5, 1, time + 800, true));
        tape.add(NAME, trade(4, 6, 1, time + 900, true));

        List<AggregateTrade> rows = value(history(tape).aggregates(SYMBOL, START, 10));

        assertThat(rows.stream().map(row -> row.trades().orElseThrow()))
                .containsExactly(new TradeIdRange(1, 3), new TradeIdRange(4, 4));
        assertThat(rows.getFirst().time()).isEqualTo(time);
        assertThat(value(history(tape).aggregates(SYMBOL, START, 1))).hasSize(1);
    }

    @Test
    void aTimeIsTurnedIntoTheFirstIdAtOrAfterIt() {
        TradeTape tape = SampleTape.of(NAME, FIRST, START, 3_000);
        TradeHistory history = history(tape);
        long ofRow1500 = Trade.micros(START) + 1_500 * SampleTape.STEP;

        assertThat(value(history.firstIdAt(SYMBOL, Trade.instant(ofRow1500))))
                .contains(FIRST + 1_500);
        assertThat(value(history.firstIdAt(SYMBOL, Trade.instant(ofRow1500 + 1))))
                .contains(FIRST + 1_501);
        assertThat(value(history.firstIdAt(SYMBOL, START.minusSeconds(1_000)))).contains(FIRST);
        assertThat(value(history.firstIdAt(SYMBOL, NOW))).isEmpty();
    }

    @Test
    void aTimeInsideAnAggregateIsTurnedIntoTheIdOfTheTradeInside() {
        TradeTape tape = new TradeTape();
        long time = Trade.micros(START);
        for (int i = 0; i < 5; i++) {
            tape.add(NAME, trade(1 + i, 5, 1, time + 100L * i, true));
        }
        tape.add(NAME, trade(6, 7, 1, time + 2_000_000, true));

        assertThat(value(history(tape).firstIdAt(SYMBOL, Trade.instant(time + 250)))).contains(4L);
    }

    @Test
    void aTimeBelowWhatIsStillServedGivesTheOldestIdServed() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 50).withdrawBelow(NAME, 40);

        assertThat(value(history(tape).firstIdAt(SYMBOL, START))).contains(40L);
    }

    @Test
    void theExchangesClockIsTold() {
        assertThat(value(history(new TradeTape()).time())).isEqualTo(NOW);
    }

    @Test
    void everyRefusalIsToldApart() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 3);
        TradeHistory history =
                history(
                        tape,
                        HistoryFault.forbidden(),
                        HistoryFault.regionBlocked(),
                        HistoryFault.badGateway(),
                        new HistoryFault.NoAnswer(),
                        HistoryFault.rateLimited(30));

        List<Refusal> refusals =
                IntStream.range(0, 5).mapToObj(_ -> refusal(history.page(SYMBOL, 1, 1))).toList();

        assertThat(refusals.stream().map(refusal -> refusal.getClass().getSimpleName()))
                .containsExactly(
                        "Forbidden", "RegionBlocked", "Unavailable", "Unavailable", "RateLimited");
        assertThat(refusals).allMatch(refusal -> refusal.asked().contains(NAME));
        assertThat(((Refusal.Ban) refusals.getLast()).until())
                .isBetween(NOW.plusSeconds(30), NOW.plusSeconds(32));
    }

    @Test
    void whoGoesOnAfterA429IsBannedForLongerEveryTime() {
        TradeTape tape = SampleTape.of(NAME, 1, START, 3);
        TradeHistory history = history(tape, HistoryFault.rateLimited(30));

        assertThat(refusal(history.page(SYMBOL, 1, 1))).isInstanceOf(Refusal.RateLimited.class);
        assertThat(refusal(history.page(SYMBOL, 1, 1)))
                .isInstanceOfSatisfying(
                        Refusal.Banned.class,
                        banned ->
                                assertThat(banned.until()).isAfterOrEqualTo(NOW.plusSeconds(120)));
    }

    protected static <T> T value(Reply<T> reply) {
        return switch (reply) {
            case Answered<T> answered -> answered.value();
            case Refused<T> refused -> throw new AssertionError(refused.refusal().sentence());
            case Reply.Deferred<T> deferred -> throw new AssertionError(deferred.sentence());
        };
    }

    protected static Refusal refusal(Reply<?> reply) {
        return switch (reply) {
            case Refused<?> refused -> refused.refusal();
            case Answered<?> answered -> throw new AssertionError("answered " + answered);
            case Reply.Deferred<?> deferred -> throw new AssertionError(deferred.sentence());
        };
    }

    private static List<Long> ids(TradeColumns rows) {
        return rows.rows().stream().map(Trade::id).toList();
    }

    private static Trade trade(
            long id, long price, long quantity, Instant time, boolean maker, boolean best) {
        return new Trade(
                id,
                price,
                quantity,
                Trade.micros(time),
                maker,
                best,
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.REST);
    }

    private static Trade trade(long id, long price, long quantity, long time, boolean maker) {
        return trade(id, price, quantity, Trade.instant(time), maker, true);
    }
}
