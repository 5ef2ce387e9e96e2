package io.gapless.backfill;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What an invocation asks for.
public sealed interface BackfillRequest {
    /// What a repair can do.
    sealed interface Run extends BackfillRequest {}

    /// Whole days of the past from the exchange's daily dumps, in steps that Step Functions takes.
    sealed interface OfDays extends BackfillRequest {
        /// Most days of all symbols in one go: what Step Functions passes on at once.
        int MAX_DAYS = 3_000;

        /// Want these days, and say which may still miss something.
        ///
        /// @param to last day, included
        record Plan(List<Symbol> symbols, LocalDate from, LocalDate to) implements OfDays {
            public Plan {
                symbols = List.copyOf(symbols);
            }
        }

        /// Bring in one day.
        record Day(Symbol symbol, LocalDate date) implements OfDays {}

        /// Tell how it stands with these ids.
        ///
        /// @param days what came of the days that were tried
        record Summary(List<Asked.Ids> ranges, List<Told> days) implements OfDays {
            public Summary {
                ranges = List.copyOf(ranges);
                days = List.copyOf(days);
            }
        }

        /// A day in a few characters.
        ///
        /// @param ended how it ended, in one word
        record Told(String ended, long archived, long conflicts) {}
    }

    /// The schedule: repair whatever there is to repair.
    ///
    /// @param which symbols to look at
    record Scheduled(Predicate<Symbol> which) implements Run {
        public static final Scheduled ALL = new Scheduled(_ -> true);
    }

    /// People: want these as well, and repair them now as far as the time goes.
    record Manual(List<Asked> asked) implements Run {
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
