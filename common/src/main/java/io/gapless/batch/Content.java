package io.gapless.batch;

import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.Optional;

/// What an object of the archive holds: rows, or the statement that there are none.
public sealed interface Content {
    /// Whose trades.
    Symbol symbol();

    /// What speaks against this being the content of the object under `key`, in one sentence; empty
    /// when nothing does.
    ///
    /// The times in the key are not compared with the rows', except for the date: the key is that of
    /// the claim, and another source may tell a time differently.
    Optional<String> contradiction(BatchKey key);

    /// The trades of a batch.
    record Rows(Symbol symbol, TradeColumns trades) implements Content {
        @Override
        public Optional<String> contradiction(BatchKey key) {
            if (!symbol.equals(key.symbol())) {
                return Optional.of("its rows are of " + symbol);
            }
            if (trades.size() != key.range().size()) {
                return Optional.of(
                        "it has %d rows for %d ids".formatted(trades.size(), key.range().size()));
            }
            long day = Trade.epochDay(key.firstTime());
            for (int row = 0; row < trades.size(); row++) {
                long expected = key.range().first() + row;
                if (trades.id(row) != expected) {
                    return Optional.of(
                            "row %d is trade %d instead of %d"
                                    .formatted(row, trades.id(row), expected));
                }
                if (Trade.epochDay(trades.time(row)) != day) {
                    return Optional.of(
                            "trade %d is of %s"
                                    .formatted(expected, Trade.dateOf(trades.time(row))));
                }
            }
            return Optional.empty();
        }
    }

    /// No source could build this claim, and now nobody can: its ids are claimed again, in other
    /// borders.
    ///
    /// @param range the ids of the claim
    @SuppressWarnings("AvoidCommonTypeNames") // the word of the protocol
    record Void(Symbol symbol, TradeIdRange range) implements Content {
        @Override
        public Optional<String> contradiction(BatchKey key) {
            return symbol.equals(key.symbol()) && range.equals(key.range())
                    ? Optional.empty()
                    : Optional.of("it is the void of " + symbol + " " + range);
        }
    }
}
