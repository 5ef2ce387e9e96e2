package io.gapless.binance;

import io.gapless.archive.Marks;
import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The exchange's history as a tape in memory, with the limits of the real one and faults to order.
///
/// Knows no clock, chance or thread of its own, so that a simulation can replay it.
public final class TapeHistory implements TradeHistory {
    private static final Duration DAY = Duration.ofDays(1);

    private final TradeTape tape;
    private final TapeLimits limits;
    private final InstantSource clock;
    private final HistoryFaults faults;
    private final Consumer<Receipt> receipts;

    /// @param receipts told of every reply that arrives
    public TapeHistory(
            TradeTape tape,
            TapeLimits limits,
            InstantSource clock,
            HistoryFaults faults,
            Consumer<Receipt> receipts) {
        this.tape = tape;
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
        this.receipts = receipts;
    }

    /// Without faults, and with nobody who wants to know of the limits.
    public TapeHistory(TradeTape tape, InstantSource clock) {
        this(tape, new TapeLimits(), clock, HistoryFaults.NONE, _ -> {});
    }

    /// As a program would use it: within a budget, and remembering bans.
    public static BudgetedHistory budgeted(
            TradeTape tape,
            TapeLimits limits,
            InstantSource clock,
            HistoryFaults faults,
            int weightPerMinute,
            Marks marks,
            String caller) {
        RequestBudget budget = new RequestBudget(weightPerMinute);
        return new BudgetedHistory(
                new TapeHistory(tape, limits, clock, faults, budget::heard),
                budget,
                new BanMemory(marks, caller),
                clock);
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        return asked(
                "historicalTrades",
                "trades of " + symbol + " from id " + fromId,
                RequestWeight.PAGE,
                Set.of(symbol.exchangeName()),
                fault -> rows(symbol.exchangeName(), fromId, limit, fault));
    }

    @Override
    public Reply<TradeColumns> newest(Symbol symbol, int limit) {
        String name = symbol.exchangeName();
        return asked(
                "historicalTrades",
                "newest trades of " + symbol,
                RequestWeight.PAGE,
                Set.of(name),
                fault -> {
                    long from = Math.max(0, tape.newestServed(name, clock.instant()) - limit + 1);
                    return rows(name, from, limit, fault);
                });
    }

    @Override
    public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
        String name = symbol.exchangeName();
        return asked(
                "aggTrades",
                "aggregate trades of " + symbol + " from " + from,
                RequestWeight.AGGREGATES,
                Set.of(name),
                fault -> {
                    TradeColumns all = rows(name, 0, Integer.MAX_VALUE, fault);
                    return TapeAggregates.from(all, from, limit);
                });
    }

    @Override
    public Reply<LastIds> tickers(Set<String> exchangeNames) {
        return asked(
                "ticker/24hr",
                "last ids of " + exchangeNames,
                RequestWeight.tickers(exchangeNames.size()),
                exchangeNames,
                _ -> {
                    Map<String, LastIds.Day> days = new HashMap<>();
                    orAll(exchangeNames).forEach(name -> days.put(name, day(name)));
                    return new LastIds(days);
                });
    }

    private ExchangeInfo.Listing listing(String name) {
        return new ExchangeInfo.Listing(tape.status(name), tape.quote(name));
    }

    @Override
    public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
        return asked(
                "exchangeInfo",
                "symbols " + exchangeNames,
                RequestWeight.EXCHANGE_INFO,
                exchangeNames,
                _ -> {
                    Map<String, ExchangeInfo.Listing> listings = new HashMap<>();
                    orAll(exchangeNames).forEach(name -> listings.put(name, listing(name)));
                    return new ExchangeInfo(listings, Optional.of(limits.limit()));
                });
    }

    @Override
    public Reply<Instant> time() {
        return asked(
                "time",
                "time",
                RequestWeight.TIME,
                Set.of(),
                _ -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Set<String> orAll(Set<String> exchangeNames) {
        return exchangeNames.isEmpty() ? tape.names() : exchangeNames;
    }

    private LastIds.Day day(String name) {
        Instant now = clock.instant();
        int from = tape.rowsUntil(name, now.minus(DAY));
        int to = tape.rowsUntil(name, now);
        if (from == to) {
            return new LastIds.Day(Optional.empty(), 0);
        }
        TradeColumns trades = tape.trades(name);
        TradeIdRange ids = new TradeIdRange(trades.id(from), trades.id(to - 1));
        return new LastIds.Day(Optional.of(ids), to - from);
    }

    private TradeColumns rows(String name, long fromId, int limit, HistoryFault fault) {
        Instant now = clock.instant();
        TradeColumns all = tape.served(name, fromId, limit, now, Duration.ZERO);
        TradeColumns rows =
                switch (fault) {
                    case HistoryFault.EmptyPage() -> new TradeColumns(1);
                    case HistoryFault.ShortPage(int most) ->
                            all.slice(0, Math.min(most, all.size()));
                    case HistoryFault.StartsLate(long by) ->
                            all.isEmpty()
                                    ? all
                                    : tape.served(name, all.id(0) + by, limit, now, Duration.ZERO);
                    case HistoryFault.Lags(Duration behind) ->
                            tape.served(name, fromId, limit, now, behind);
                    case HistoryFault.StepsOver(TradeIdRange ids) -> without(all, ids);
                    case HistoryFault.None _,
                            HistoryFault.Status _,
                            HistoryFault.NoAnswer _,
                            HistoryFault.Garbled _ ->
                            all;
                };
        return TapeAggregates.asRest(rows);
    }

    private static TradeColumns without(TradeColumns all, TradeIdRange ids) {
        TradeColumns rest = new TradeColumns(Math.max(1, all.size()));
        for (int row = 0; row < all.size(); row++) {
            if (!ids.contains(all.id(row))) {
                rest.addAll(all, row, row + 1);
            }
        }
        return rest;
    }

    private <T> Reply<T> asked(
            String endpoint,
            String asked,
            int weight,
            Set<String> names,
            Function<HistoryFault, T> answer) {
        Instant now = clock.instant();
        Optional<HistoryFault> deserved = limits.count(now, endpoint, asked, weight);
        HistoryFault fault = deserved.orElseGet(() -> faults.next(limits.calls().getLast()));
        if (fault instanceof HistoryFault.NoAnswer) {
            return new Refused<>(new Refusal.Unavailable(asked, "no answer within 15 s"));
        }
        receipts.accept(
                new Receipt(
                        now,
                        now,
                        Optional.of(now.truncatedTo(ChronoUnit.SECONDS)),
                        Optional.of(limits.used(now))));
        if (fault instanceof HistoryFault.Garbled) {
            return new Refused<>(new Refusal.Unreadable(asked, "not JSON", "<html>"));
        }
        if (fault instanceof HistoryFault.Status refusal) {
            if (deserved.isEmpty()) {
                limits.scripted(refusal, now);
            }
            return new Refused<>(
                    RefusalReader.read(
                            asked, refusal.status(), refusal.retryAfter(), refusal.body(), now));
        }
        List<String> unknown = new ArrayList<>(names);
        unknown.removeIf(tape::lists);
        if (!unknown.isEmpty()) {
            return new Refused<>(new Refusal.UnknownSymbol(asked, "-1121 Invalid symbol."));
        }
        return new Answered<>(answer.apply(fault));
    }
}
