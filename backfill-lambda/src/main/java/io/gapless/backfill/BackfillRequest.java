package io.gapless.backfill;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What an invocation asks for.
public sealed interface BackfillRequest {
    /// The schedule: repair whatever there is to repair.
    ///
    /// @param which symbols to look at
    record Scheduled(Predicate<Symbol> which) implements BackfillRequest {
        public static final Scheduled ALL = new Scheduled(_ -> true);
    }

    /// People: want these as well, and repair them now as far as the time goes.
    record Manual(List<Asked> asked) implements BackfillRequest {
        public Manual {
            asked = List.copyOf(asked);
        }
    }

    /// One thing asked for.
    sealed interface Asked {
        Symbol symbol();

        /// Trades by id.
        record Ids(Symbol symbol, TradeIdRange range) implements Asked {}

        /// Trades by time.
        ///
        /// @param from the first instant wanted
        /// @param to the first instant not wanted any more
        record Times(Symbol symbol, Instant from, Instant to) implements Asked {
            public Times {
                if (!from.isBefore(to)) {
                    throw new IllegalArgumentException("from " + from + " is not before to " + to);
                }
            }
        }

        /// Withdraw what was asked for before and is not archived yet.
        ///
        /// @param range these ids only, or all
        record Cancel(Symbol symbol, Optional<TradeIdRange> range) implements Asked {}
    }
}
