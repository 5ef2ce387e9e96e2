package io.gapless.seal;

import io.gapless.batch.TradeStream;
import io.gapless.dump.BrokenDumpException;
import io.gapless.dump.DailyDump;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.DumpRows;
import io.gapless.dump.UnorderedDumpException;
import io.gapless.seal.DumpComparison.Verdict;
import io.gapless.seal.SealOutcome.Conflict;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Holds a day against the exchange's published file, row by row, a piece of both in memory at a time.
final class DumpWitness {
    /// Dumps appear eight to nine hours after midnight.
    static final Duration EXPECTED_AFTER = Duration.ofHours(9);

    /// A dump that is not there by now is late.
    static final Duration LATE_AFTER = Duration.ofDays(2);

    /// Most ranges of ids told of one kind.
    static final int MAX_RANGES = 1_000;

    /// Most rows told with both versions.
    static final int MAX_CONFLICTS = 20;

    private static final int ROWS_AT_ONCE = 20_000;

    private final DumpHistory dumps;

    DumpWitness(DumpHistory dumps) {
        this.dumps = dumps;
    }

    /// Whether there is something to look for.
    boolean mayHave(LocalDate date, Instant now) {
        return !dumps.equals(DumpHistory.NONE) && !now.isBefore(end(date).plus(EXPECTED_AFTER));
    }

    /// What a look at the dump came to.
    ///
    /// @param conflicts the first [#MAX_CONFLICTS] rows that differ
    record Looked(DumpComparison comparison, List<Conflict> conflicts) {}

    /// @param ours the day's rows, from the first on at each call
    /// @param firstWanted rows of the dump below this id are no loss
    Looked compare(
            Symbol symbol,
            LocalDate date,
            Supplier<TradeStream> ours,
            long firstWanted,
            Instant now,
            Instant deadline)
            throws InterruptedException {
        return switch (dumps.day(symbol, date, deadline)) {
            case DumpDay.Published(var dump) -> {
                try (dump) {
                    yield compare(dump, ours, firstWanted);
                }
            }
            case DumpDay.NotPublished _ ->
                    unread(
                            now.isBefore(end(date).plus(LATE_AFTER))
                                    ? DumpComparison.NOT_COMPARED
                                    : DumpComparison.unread(Verdict.LATE, ""));
            case DumpDay.Broken(var _, var why) ->
                    unread(DumpComparison.unread(Verdict.BROKEN, why));
            case DumpDay.Unavailable _ -> unread(DumpComparison.NOT_COMPARED);
        };
    }

    private static Instant end(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Looked unread(DumpComparison comparison) {
        return new Looked(comparison, List.of());
    }

    private static Looked compare(DailyDump dump, Supplier<TradeStream> ours, long firstWanted) {
        try {
            try (DumpRows rows = dump.rows()) {
                return new Merge(ours.get(), rows, firstWanted).run(dump.sha256());
            } catch (UnorderedDumpException e) {
                try (DumpRows rows = dump.sortedRows()) {
                    return new Merge(ours.get(), rows, firstWanted).run(dump.sha256());
                }
            }
        } catch (BrokenDumpException e) {
            return unread(DumpComparison.unread(Verdict.BROKEN, String.valueOf(e.getMessage())));
        }
    }

    /// Both sides in step, by id.
    private static final class Merge {
        private final TradeStream ours;
        private final DumpRows theirs;
        private final long firstWanted;
        private final List<TradeIdRange> missing = new ArrayList<>();
        private final List<TradeIdRange> extra = new ArrayList<>();
        private final List<TradeIdRange> differing = new ArrayList<>();
        private final List<Conflict> conflicts = new ArrayList<>();
        private final TradeColumns theirRows = new TradeColumns(ROWS_AT_ONCE);
        private TradeColumns ourRows = new TradeColumns(1);
        private int our;
        private int their;

        Merge(TradeStream ours, DumpRows theirs, long firstWanted) {
            this.ours = ours;
            this.theirs = theirs;
            this.firstWanted = firstWanted;
        }

        Looked run(String zip) throws BrokenDumpException {
            boolean mine = mineLeft();
            boolean other = otherLeft();
            while (mine || other) {
                long ourId = mine ? ourRows.id(our) : Long.MAX_VALUE;
                long theirId = other ? theirRows.id(their) : Long.MAX_VALUE;
                if (ourId < theirId) {
                    note(missing, ourId);
                } else if (theirId < ourId) {
                    if (theirId >= firstWanted) {
                        note(extra, theirId);
                    }
                } else if (!ourRows.trade(our).sameFill(theirRows.trade(their))) {
                    note(differing, ourId);
                    if (conflicts.size() < MAX_CONFLICTS) {
                        conflicts.add(new Conflict(ourRows.trade(our), theirRows.trade(their)));
                    }
                }
                our += ourId <= theirId ? 1 : 0;
                their += theirId <= ourId ? 1 : 0;
                mine = mineLeft();
                other = otherLeft();
            }
            return new Looked(
                    DumpComparison.of(
                            zip, Coverage.of(missing), Coverage.of(extra), Coverage.of(differing)),
                    conflicts);
        }

        private boolean mineLeft() {
            if (our == ourRows.size()) {
                Optional<TradeColumns> next = ours.next();
                if (next.isEmpty()) {
                    return false;
                }
                ourRows = next.get();
                our = 0;
            }
            return true;
        }

        private boolean otherLeft() throws BrokenDumpException {
            if (their == theirRows.size()) {
                theirRows.clear();
                their = 0;
                return theirs.next(theirRows, ROWS_AT_ONCE) > 0;
            }
            return true;
        }

        /// Beyond the limit the last range grows: ids between the told ones may be sound then.
        private static void note(List<TradeIdRange> ids, long id) {
            if (!ids.isEmpty() && (ids.getLast().last() == id - 1 || ids.size() == MAX_RANGES)) {
                ids.set(ids.size() - 1, new TradeIdRange(ids.getLast().first(), id));
            } else {
                ids.add(new TradeIdRange(id, id));
            }
        }
    }
}
