package io.gapless.local.rehearsal;

import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.Conflict;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.exchange.fault.Fault;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The past: as `gapless history` does it, first brought in, then compared with what its dumps were rewritten to. One
/// thread.
final class HistoryPhase {
    /// Transfers that break before one gets through.
    private static final int CUT_TRANSFERS = 1;

    private final RehearsalSettings settings;
    private final TradedYear year;
    private final History history;
    private final Complaints complaints;
    private final Map<Symbol, Map<LocalDate, PlannedDay>> plan = new HashMap<>();
    private final Map<Symbol, Long> firstIds = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private long inMillis;
    private long inMicros;
    private long done;

    HistoryPhase(
            RehearsalSettings settings,
            TradedYear year,
            History history,
            List<PlannedDay> days,
            Complaints complaints) {
        this.settings = settings;
        this.year = year;
        this.history = history;
        this.complaints = complaints;
        days.forEach(day ->
                plan.computeIfAbsent(day.symbol(), _ -> new HashMap<>()).put(day.date(), day));
    }

    /// The first id that was asked for.
    long firstId(Symbol symbol) {
        return firstIds.getOrDefault(symbol, -1L);
    }

    /// Symbol-days whose dump was read with times in ms.
    long daysInMillis() {
        return inMillis;
    }

    /// Symbol-days whose dump was read with times in µs.
    long daysInMicros() {
        return inMicros;
    }

    /// Wants all days up to the present and brings them in: from dumps, and from REST what these lack.
    void bringIn(Progress progress) throws InterruptedException {
        progress.begin("days", (long) settings.symbols().size() * settings.days());
        for (Symbol symbol : settings.symbols()) {
            bringIn(symbol, progress);
        }
        progress.end();
    }

    private void bringIn(Symbol symbol, Progress progress) throws InterruptedException {
        Optional<History.Days> days = history.want(symbol, settings.firstDay(), settings.liveDay());
        if (days.isEmpty()) {
            complaints.add(symbol + ": nobody knows which ids the days have");
            return;
        }
        firstIds.put(symbol, days.get().ids().first());
        long expected = year.firstId(symbol, settings.firstDay());
        if (days.get().ids().first() != expected) {
            complaints.add(
                    "%s: %s begins with id %d, and history was wanted from %d on"
                            .formatted(
                                    symbol,
                                    settings.firstDay(),
                                    expected,
                                    days.get().ids().first()));
        }
        for (LocalDate date : history.open(days.get())) {
            Optional<PlannedDay> planned = planned(symbol, date);
            planned.filter(day -> day.cutAfter() > 0)
                    .ifPresent(day ->
                            year.exchange()
                                    .faults()
                                    .inject(new Fault.CutDumps(CUT_TRANSFERS, day.cutAfter())));
            count(history.day(symbol, date, Instant.MAX, RepairProgress.NONE));
            done += planned.isPresent() ? 1 : 0;
            progress.at(done);
        }
        history.backfill()
                .run(
                        new BackfillRequest.Scheduled(symbol::equals),
                        Instant.MAX,
                        RepairProgress.NONE);
        // The last day is being traded on while this is asked.
        TradeIdRange past =
                new TradeIdRange(expected, year.firstId(symbol, settings.lastDay()) - 1);
        History.Standing standing = history.standing(symbol, past);
        if (!standing.open().isEmpty()) {
            complaints.add(symbol + ": after the history " + standing.open() + " is still open");
        }
    }

    private Optional<PlannedDay> planned(Symbol symbol, LocalDate date) {
        return Optional.ofNullable(plan.getOrDefault(symbol, Map.of()).get(date));
    }

    private void count(DayReport day) {
        if (day.ending() != DayReport.Ending.DONE
                || !read.add(day.file().symbol() + " " + day.file().date())) {
            return;
        }
        if (day.file().date().isBefore(RehearsalSettings.FIRST_IN_MICROS)) {
            inMillis++;
        } else {
            inMicros++;
        }
    }

    /// Reads every dump once more and holds it against the archive.
    ///
    /// @return rows reported that contradict the archive
    long compare(Progress progress) throws InterruptedException {
        progress.begin("days", (long) settings.symbols().size() * settings.days());
        long reported = 0;
        long compared = 0;
        for (Symbol symbol : settings.symbols()) {
            for (LocalDate date = settings.firstDay();
                    date.isBefore(settings.liveDay());
                    date = date.plusDays(1)) {
                DayReport day = history.day(symbol, date, Instant.MAX, RepairProgress.NONE);
                count(day);
                reported += day.read().conflictCount();
                check(symbol, date, day);
                progress.at(++compared);
            }
        }
        progress.end();
        return reported;
    }

    private void check(Symbol symbol, LocalDate date, DayReport day) {
        int planted = planned(symbol, date).map(PlannedDay::conflicts).orElse(0);
        if (day.read().conflictCount() != planted) {
            complaints.add(
                    "%s %s: %d rows of the dump contradict what was traded, and %d were reported"
                            .formatted(symbol, date, planted, day.read().conflictCount()));
        }
        day.read().conflicts().forEach(this::check);
    }

    /// The archived version must be what was traded, and the published one must not.
    private void check(Conflict conflict) {
        year.read(
                conflict.symbol(),
                conflict.id(),
                conflict.id(),
                traded -> {
                    if (!isSame(conflict.archived(), traded)
                            || isSame(conflict.published(), traded)) {
                        complaints.add("traded was " + traded + ", and reported is " + conflict);
                    }
                });
    }

    private static boolean isSame(Trade found, io.gapless.exchange.tape.Trade traded) {
        return found.price() == traded.price()
                && found.quantity() == traded.quantity()
                && found.buyerIsMaker() == traded.buyerMaker()
                && found.time() / 1_000 == traded.tradeMicros() / 1_000;
    }
}
