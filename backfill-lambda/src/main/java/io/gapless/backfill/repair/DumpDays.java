package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.backfill.repair.HistoryFetch.Outcome;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpFile;
import io.gapless.dump.DumpHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The days that a run has looked up in the exchange's dumps; each is looked up once. For one run and one
/// thread.
final class DumpDays {
    /// Days between the neighbours of a hole that are looked up: a symbol may be quiet for long.
    static final int MAX_DAYS_OF_A_HOLE = 5;

    /// Objects of a day that are read to compare them with its dump: a few seconds. A busy day has more than a
    /// run has time for; sealing compares each day as a whole.
    static final int MAX_COMPARED = 200;

    /// How long after a day its dump is waited for before REST alone is believed that ids never existed.
    /// Dumps have been a week late.
    static final Duration AWAITED = Duration.ofDays(7);

    private final DumpHistory dumps;
    private final DayWork work;
    private final TradeHistory history;
    private final HistoryFetch fetch;
    private final RepairWrites writes;
    private final InstantSource clock;
    private final Function<Symbol, SymbolTally> tallies;
    private final Map<DumpFile, DayReport> known = new HashMap<>();

    DumpDays(
            DumpHistory dumps,
            DayWork work,
            TradeHistory history,
            HistoryFetch fetch,
            RepairWrites writes,
            InstantSource clock,
            Function<Symbol, SymbolTally> tallies) {
        this.dumps = dumps;
        this.work = work;
        this.history = history;
        this.fetch = fetch;
        this.writes = writes;
        this.clock = clock;
        this.tallies = tallies;
    }

    /// Whether there are dumps at all.
    boolean areThere() {
        return !dumps.equals(DumpHistory.NONE);
    }

    /// Fills what it can of a gap from the dump of the day in which it begins.
    ///
    /// @return whether something moved
    boolean fill(Symbol symbol, TradeIdRange gap) throws Stopped, InterruptedException {
        Optional<LocalDate> date = areThere() ? dateOf(symbol, gap.first()) : Optional.empty();
        return date.isPresent() && lookUp(symbol, date.get());
    }

    /// Fills from the dump of a date, unless this run has seen it already.
    ///
    /// @return whether something moved
    boolean lookUp(Symbol symbol, LocalDate date) throws Stopped, InterruptedException {
        if (!areThere() || known.containsKey(new DumpFile(symbol, date))) {
            return false;
        }
        DayWork.Done done = work.day(symbol, date, MAX_COMPARED);
        DayReport report = done.report();
        known.put(report.file(), report);
        SymbolTally tally = tallies.apply(symbol);
        tally.conflicts(report.read());
        switch (report.ending()) {
            case DONE, NOT_PUBLISHED -> {}
            case BROKEN -> tally.note("ALARM " + report.sentence());
            case UNAVAILABLE, OUT_OF_TIME -> tally.note(report.sentence());
        }
        if (done.stopped().isPresent()) {
            throw done.stopped().get();
        }
        return report.read().archived() + report.read().takenOver() > 0;
    }

    /// What is known of a day, if it was looked up.
    Optional<DayReport> known(Symbol symbol, LocalDate date) {
        return Optional.ofNullable(known.get(new DumpFile(symbol, date)));
    }

    /// Whether dumps agree that ids do not exist.
    sealed interface Verdict {
        /// @param witnesses zips with their SHA-256; none where there are no dumps
        record TheyDoNot(List<String> witnesses) implements Verdict {}

        /// A dump brought trades, these or others: look again.
        record Brought() implements Verdict {}

        /// The dumps say nothing, or not yet.
        record NotEnough(String why) implements Verdict {}
    }

    /// Looks up the days of a hole that REST has shown between two ids.
    Verdict verdict(Symbol symbol, long lower, long higher) throws Stopped, InterruptedException {
        if (!areThere()) {
            return new Verdict.TheyDoNot(List.of());
        }
        Optional<LocalDate> from = dateOf(symbol, lower);
        Optional<LocalDate> to = dateOf(symbol, higher);
        if (from.isEmpty() || to.isEmpty()) {
            return new Verdict.NotEnough("the exchange does not tell their date");
        }
        List<String> witnesses = new ArrayList<>();
        LocalDate last = min(to.get(), from.get().plusDays(MAX_DAYS_OF_A_HOLE - 1));
        for (LocalDate date = from.get(); !date.isAfter(last); date = date.plusDays(1)) {
            if (lookUp(symbol, date)) {
                return new Verdict.Brought();
            }
            Optional<String> objection =
                    objection(
                            symbol,
                            date,
                            date.equals(from.get()) ? lower : -1,
                            date.equals(to.get()) ? higher : -1);
            if (objection.isPresent()) {
                return new Verdict.NotEnough(objection.get());
            }
            known(symbol, date)
                    .flatMap(day -> day.sha256().map(sha -> day.file() + " " + sha))
                    .ifPresent(witnesses::add);
        }
        return new Verdict.TheyDoNot(witnesses);
    }

    private static LocalDate min(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    /// Why a day's dump is no evidence.
    ///
    /// @param lower an id that it must have, or -1
    /// @param higher the same
    private Optional<String> objection(Symbol symbol, LocalDate date, long lower, long higher)
            throws InterruptedException {
        DayReport day = known(symbol, date).orElseThrow();
        return switch (day.ending()) {
            case NOT_PUBLISHED ->
                    clock.instant().isBefore(DayWork.endOf(date).plus(AWAITED))
                            ? Optional.of(day.sentence())
                            : Optional.empty();
            case BROKEN, UNAVAILABLE, OUT_OF_TIME -> Optional.of(day.sentence());
            case DONE -> {
                DayReport.Read read = day.read();
                boolean hasBoth =
                        (lower < 0 || (read.firstId() <= lower && lower <= read.lastId()))
                                && (higher < 0
                                        || (read.firstId() <= higher && higher <= read.lastId()));
                yield hasBoth && !lacksArchived(symbol, read)
                        ? Optional.empty()
                        : Optional.of(day.file() + " is short");
            }
        };
    }

    /// Whether the archive has ids of that day that the dump has not.
    private boolean lacksArchived(Symbol symbol, DayReport.Read read) throws InterruptedException {
        if (read.rows() == 0) {
            return false;
        }
        Checkpoint checkpoint = writes.read(symbol);
        Coverage day = Coverage.of(new TradeIdRange(read.firstId(), read.lastId()));
        return checkpoint.stored().intersect(day).size() > read.rows() - read.unwanted();
    }

    private Optional<LocalDate> dateOf(Symbol symbol, long id)
            throws Stopped, InterruptedException {
        return fetch.ask(() -> history.page(symbol, id, 1))
                                instanceof Outcome.Answer<TradeColumns>(var rows)
                        && !rows.isEmpty()
                        && rows.id(0) == id
                ? Optional.of(Trade.dateOf(rows.time(0)))
                : Optional.empty();
    }
}
