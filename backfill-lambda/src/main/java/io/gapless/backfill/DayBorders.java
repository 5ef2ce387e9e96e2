package io.gapless.backfill;

import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.BrokenDumpException;
import io.gapless.dump.DailyDump;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.DumpRows;
import io.gapless.dump.UnorderedDumpException;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Finds the ids of days. REST tells them as long as it serves those days; where it does not (withdrawn
/// history, a symbol that is delisted) the dumps do.
final class DayBorders {
    /// Rows of a dump read at a time.
    private static final int BLOCK = 10_000;

    private final TradeHistory history;
    private final DumpHistory dumps;

    DayBorders(TradeHistory history, DumpHistory dumps) {
        this.history = history;
        this.dumps = dumps;
    }

    /// The ids from the first trade of `from` to the last one of `to`; empty when nobody knows any.
    ///
    /// @throws IllegalArgumentException with a sentence for the user when the exchange refuses to tell
    Optional<TradeIdRange> ids(Symbol symbol, LocalDate from, LocalDate to)
            throws InterruptedException {
        Optional<Long> first = first(symbol, from, to);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        return last(symbol, from, to)
                .filter(last -> last >= first.get())
                .map(last -> new TradeIdRange(first.get(), last));
    }

    private Optional<Long> first(Symbol symbol, LocalDate from, LocalDate to)
            throws InterruptedException {
        Optional<Long> served = servedFrom(symbol, from);
        if (served.isPresent() && isFirstOf(symbol, served.get(), from)) {
            return served;
        }
        // REST begins later: there was no trade before, or it does not serve that any more.
        Optional<LocalDate> date = served.flatMap(id -> dateOf(symbol, id));
        LocalDate end = date.filter(d -> !d.isAfter(to)).orElse(to);
        if (!dumps.isPublished(symbol, end)) {
            return served.filter(_ -> date.filter(d -> !d.isAfter(to)).isPresent());
        }
        LocalDate unpublished = from.minusDays(1);
        LocalDate published = end;
        while (unpublished.plusDays(1).isBefore(published)) {
            LocalDate middle = middle(unpublished, published);
            if (dumps.isPublished(symbol, middle)) {
                published = middle;
            } else {
                unpublished = middle;
            }
        }
        Optional<Long> dumped = span(symbol, published).map(TradeIdRange::first);
        return dumped.map(id -> served.map(other -> Math.min(other, id)).orElse(id))
                .or(() -> served);
    }

    private Optional<Long> last(Symbol symbol, LocalDate from, LocalDate to)
            throws InterruptedException {
        LocalDate after = to.plusDays(1);
        Optional<Long> next = servedFrom(symbol, after);
        if (next.isPresent() && isFirstOf(symbol, next.get(), after)) {
            return Optional.of(next.get() - 1);
        }
        if (dumps.isPublished(symbol, after)) {
            Optional<TradeIdRange> following = span(symbol, after);
            if (following.isPresent()) {
                return following.map(ids -> ids.first() - 1);
            }
        }
        if (dumps.isPublished(symbol, to)) {
            return span(symbol, to).map(TradeIdRange::last);
        }
        if (next.isPresent()) {
            return Optional.of(next.get() - 1);
        }
        Optional<Long> newest =
                answer(symbol, history.newest(symbol, 1))
                        .filter(rows -> !rows.isEmpty())
                        .map(rows -> rows.id(rows.size() - 1));
        return newest.isPresent() ? newest : lastPublished(symbol, from, to);
    }

    /// Of a symbol that the exchange has forgotten.
    private Optional<Long> lastPublished(Symbol symbol, LocalDate from, LocalDate to)
            throws InterruptedException {
        LocalDate published = from.minusDays(1);
        LocalDate unpublished = to;
        while (published.plusDays(1).isBefore(unpublished)) {
            LocalDate middle = middle(published, unpublished);
            if (dumps.isPublished(symbol, middle)) {
                published = middle;
            } else {
                unpublished = middle;
            }
        }
        return published.isBefore(from)
                ? Optional.empty()
                : span(symbol, published).map(TradeIdRange::last);
    }

    private static LocalDate middle(LocalDate a, LocalDate b) {
        return LocalDate.ofEpochDay(Math.floorDiv(a.toEpochDay() + b.toEpochDay(), 2));
    }

    private Optional<TradeIdRange> span(Symbol symbol, LocalDate date) throws InterruptedException {
        return switch (dumps.day(symbol, date, Instant.MAX)) {
            case DumpDay.Published(var dump) -> {
                try (dump) {
                    yield span(dump);
                }
            }
            case DumpDay.NotPublished _ -> Optional.empty();
            case DumpDay.Broken(var _, var why) -> throw unknown(symbol, why);
            case DumpDay.Unavailable(var _, var why) -> throw unknown(symbol, why);
        };
    }

    private static Optional<TradeIdRange> span(DailyDump dump) {
        try {
            try (DumpRows rows = dump.rows()) {
                return span(rows);
            } catch (UnorderedDumpException _) {
                try (DumpRows rows = dump.sortedRows()) {
                    return span(rows);
                }
            }
        } catch (BrokenDumpException e) {
            throw unknown(dump.file().symbol(), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<TradeIdRange> span(DumpRows rows) throws BrokenDumpException {
        TradeColumns block = new TradeColumns(BLOCK);
        long first = -1;
        long last = -1;
        while (rows.next(block, BLOCK) > 0) {
            first = first < 0 ? block.id(0) : first;
            last = block.id(block.size() - 1);
            block.clear();
        }
        return first < 0 ? Optional.empty() : Optional.of(new TradeIdRange(first, last));
    }

    private Optional<Long> servedFrom(Symbol symbol, LocalDate date) {
        Instant start = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return answer(symbol, history.firstIdAt(symbol, start)).flatMap(id -> id);
    }

    /// Whether an id is of that date and the one before it is served, and of an earlier one.
    private boolean isFirstOf(Symbol symbol, long id, LocalDate date) {
        return dateOf(symbol, id).filter(date::equals).isPresent()
                && (id == 0
                        || dateOf(symbol, id - 1)
                                .filter(before -> before.isBefore(date))
                                .isPresent());
    }

    private Optional<LocalDate> dateOf(Symbol symbol, long id) {
        return answer(symbol, history.page(symbol, id, 1))
                .filter(rows -> !rows.isEmpty() && rows.id(0) == id)
                .map(rows -> Trade.dateOf(rows.time(0)));
    }

    /// What the exchange answers; empty when it does not know the symbol (any more).
    private static <T> Optional<T> answer(Symbol symbol, Reply<T> reply) {
        return switch (reply) {
            case Reply.Answered<T>(var value) -> Optional.of(value);
            case Reply.Refused<T>(Refusal.UnknownSymbol _) -> Optional.empty();
            case Reply.Refused<T>(var refusal) -> throw unknown(symbol, refusal.sentence());
            case Reply.Deferred<T>(var until, var _, var sentence) ->
                    throw unknown(symbol, sentence + " Not before " + until + ".");
        };
    }

    private static IllegalArgumentException unknown(Symbol symbol, String why) {
        return new IllegalArgumentException(
                "the ids of %s on those days could not be found: %s Nothing was stored."
                        .formatted(symbol, why));
    }
}
