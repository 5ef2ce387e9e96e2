package io.gapless.binance;

import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The way from a time to a trade id: aggregate trades name an id close by, pages of trades make it
/// exact.
///
/// An aggregate's time is that of its first trade, so the trade looked for may be inside an aggregate
/// that began earlier, below the id that the aggregates name. A page that ends at that id shows it.
final class IdSearch {
    /// Most requests for aggregates: each but the last one full of markers without ids.
    static final int MAX_AGGREGATE_REQUESTS = 10;

    /// Most pages read on the way down. One is nearly always enough; each further one means 1,000
    /// trades that the aggregates left out.
    static final int MAX_PAGES = 50;

    private final TradeHistory history;
    private final Symbol symbol;
    private final long time;

    IdSearch(TradeHistory history, Symbol symbol, Instant time) {
        this.history = history;
        this.symbol = symbol;
        this.time = Trade.micros(time);
    }

    Reply<Optional<Long>> firstId() {
        return namedByAggregates(time, 1)
                .then(named ->
                        named.isEmpty()
                                ? new Answered<>(Optional.<Long>empty())
                                : lowestBelow(named.get(), 1).map(Optional::of));
    }

    private Reply<Optional<Long>> namedByAggregates(long from, int request) {
        return history.aggregates(symbol, Trade.instant(from), TradeHistory.MAX_PAGE)
                .then(rows -> named(rows, request));
    }

    private Reply<Optional<Long>> named(List<AggregateTrade> rows, int request) {
        Optional<Long> named =
                rows.stream()
                        .filter(row -> row.time() >= time)
                        .flatMap(row -> row.trades().stream())
                        .map(range -> range.first())
                        .findFirst();
        if (named.isPresent() || rows.isEmpty()) {
            return new Answered<>(named);
        }
        if (request == MAX_AGGREGATE_REQUESTS) {
            return lost(request + " answers to requests for aggregates hold no trade id");
        }
        return namedByAggregates(rows.getLast().time() + 1, request + 1);
    }

    /// @param candidate a trade at or after the time
    private Reply<Long> lowestBelow(long candidate, int page) {
        long from = Math.max(0, candidate - TradeHistory.MAX_PAGE + 1);
        return history.page(symbol, from, TradeHistory.MAX_PAGE)
                .then(rows -> {
                    long lowest = lowestIn(rows, candidate);
                    boolean wholePageLater =
                            !rows.isEmpty() && rows.time(0) >= time && rows.id(0) == from;
                    if (!wholePageLater || lowest == 0) {
                        return new Answered<>(lowest);
                    }
                    return page == MAX_PAGES
                            ? lost(page + " pages below the first aggregate are still later")
                            : lowestBelow(lowest, page + 1);
                });
    }

    private <T> Reply<T> lost(String place) {
        String asked = "the first trade of " + symbol + " at or after " + Trade.instant(time);
        return new Refused<>(new Refusal.Unreadable(asked, place, ""));
    }

    private long lowestIn(TradeColumns rows, long candidate) {
        for (int row = 0; row < rows.size() && rows.id(row) < candidate; row++) {
            if (rows.time(row) >= time) {
                return rows.id(row);
            }
        }
        return candidate;
    }
}
