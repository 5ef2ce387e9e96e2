package io.gapless.binance;

import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes of a tape's trades what the exchange's REST interface would show.
final class TapeAggregates {
    private TapeAggregates() {}

    /// The rows as REST gives them: no event time, no time of receipt.
    static TradeColumns asRest(TradeColumns rows) {
        TradeColumns rest = new TradeColumns(Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            rest.add(
                    rows.id(row),
                    rows.price(row),
                    rows.quantity(row),
                    rows.time(row),
                    rows.buyerIsMaker(row),
                    rows.bestMatch(row),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        return rest;
    }

    /// Consecutive trades of one price and side within a millisecond, as one: a taker order's.
    static List<AggregateTrade> from(TradeColumns rows, Instant from, int limit) {
        List<AggregateTrade> aggregates = new ArrayList<>();
        int row = 0;
        while (row < rows.size() && aggregates.size() < limit) {
            int first = row++;
            while (row < rows.size() && together(rows, first, row)) {
                row++;
            }
            if (rows.time(first) >= Trade.micros(from)) {
                TradeIdRange ids = new TradeIdRange(rows.id(first), rows.id(row - 1));
                aggregates.add(
                        new AggregateTrade(rows.id(first), Optional.of(ids), rows.time(first)));
            }
        }
        return aggregates;
    }

    private static boolean together(TradeColumns rows, int first, int row) {
        return rows.price(row) == rows.price(first)
                && rows.buyerIsMaker(row) == rows.buyerIsMaker(first)
                && rows.time(row) / 1_000 == rows.time(first) / 1_000
                && rows.id(row) == rows.id(row - 1) + 1;
    }
}
