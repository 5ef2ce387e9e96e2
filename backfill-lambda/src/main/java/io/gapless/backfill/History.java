package io.gapless.backfill;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.backfill.repair.ArchivedDates;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.DumpRepair;
import io.gapless.backfill.repair.RepairPlanner;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.protocol.Pause;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Whole days of the past: first they are wanted, then each comes from its dump, and what the dumps lack is
/// left to [Backfill] like every gap. Days may be worked off in any order, at once, and by anybody.
public final class History {
    /// Days in one wish: all of Binance's history, and some years more.
    public static final int MAX_DAYS = 5_000;

    /// Open ranges whose dates are looked up one by one; with more of them all days between are done.
    static final int MAX_RANGES = 50;

    private final Archive archive;
    private final Checkpoints checkpoints;
    private final Backfill backfill;
    private final DayBorders borders;
    private final DumpRepair repair;
    private final InstantSource clock;

    public History(
            Archive archive,
            Checkpoints checkpoints,
            TradeHistory history,
            DumpHistory dumps,
            RepairSettings settings,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.clock = clock;
        backfill =
                new Backfill(archive, checkpoints, history, dumps, settings, clock, pause, random);
        borders = new DayBorders(history, dumps);
        repair = new DumpRepair(archive, checkpoints, dumps, settings, clock, pause, random);
    }

    /// Days of a symbol, and the ids that were traded on them.
    ///
    /// @param from first day
    /// @param to last day, included
    public record Days(Symbol symbol, LocalDate from, LocalDate to, TradeIdRange ids) {}

    /// Stores the wish for the days from `from` to `to`, both included.
    ///
    /// @return empty when the symbol was not traded on them
    /// @throws IllegalArgumentException with a sentence for the user when the wish cannot be stored
    public Optional<Days> want(Symbol symbol, LocalDate from, LocalDate to)
            throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate last = to.isAfter(today) ? today : to;
        if (last.isBefore(from) || from.plusDays(MAX_DAYS).isBefore(last)) {
            throw new IllegalArgumentException(
                    "from %s to %s: expected 1 to %d days, none of them to come"
                            .formatted(from, to, MAX_DAYS));
        }
        backfill.refuseLostCheckpoint(symbol);
        Optional<TradeIdRange> ids = borders.ids(symbol, from, last);
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        var _ = backfill.want(symbol, ids.get());
        return Optional.of(new Days(symbol, from, last, ids.get()));
    }

    /// The days that may still miss something.
    public SortedSet<LocalDate> open(Days days) {
        Coverage open =
                left(checkpoints
                                .read(days.symbol())
                                .orElseGet(() -> Checkpoint.none(days.symbol())))
                        .intersect(Coverage.of(days.ids()));
        SortedSet<LocalDate> dates = new TreeSet<>();
        ArchivedDates archived = new ArchivedDates(archive, days.symbol());
        LocalDate today = days.to().plusDays(1);
        List<TradeIdRange> ranges =
                open.rangeCount() > MAX_RANGES ? open.span().stream().toList() : open.ranges();
        for (TradeIdRange range : ranges) {
            LocalDate first = archived.around(range.first(), today).lower().orElse(days.from());
            LocalDate last = archived.around(range.last(), today).upper().orElse(days.to());
            for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
                if (!date.isBefore(days.from()) && !date.isAfter(days.to())) {
                    dates.add(date);
                }
            }
        }
        return dates;
    }

    private static Coverage left(Checkpoint checkpoint) {
        return RepairPlanner.left(checkpoint);
    }

    /// Archives from a day's dump what is wanted and missing, and compares the rest.
    ///
    /// @param deadline when to end; the last writes may end a moment after
    public DayReport day(Symbol symbol, LocalDate date, Instant deadline, RepairProgress progress)
            throws InterruptedException {
        return repair.day(symbol, date, deadline, progress);
    }

    /// How it stands with some ids.
    ///
    /// @param archived in objects
    /// @param absent shown never to have existed
    /// @param open wanted and neither
    public record Standing(
            Symbol symbol, TradeIdRange ids, long archived, long absent, Coverage open) {}

    /// How it stands with ids that are wanted.
    public Standing standing(Symbol symbol, TradeIdRange ids) {
        Checkpoint checkpoint = checkpoints.read(symbol).orElseGet(() -> Checkpoint.none(symbol));
        Coverage these = Coverage.of(ids);
        return new Standing(
                symbol,
                ids,
                checkpoint.stored().intersect(these).size(),
                checkpoint.absent().intersect(these).size(),
                left(checkpoint).intersect(these));
    }

    /// The repair that fetches what dumps lack, and everything else.
    public Backfill backfill() {
        return backfill;
    }
}
