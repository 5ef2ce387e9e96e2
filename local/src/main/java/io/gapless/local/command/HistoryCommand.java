package io.gapless.local.command;

import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Termination;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless history`.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Wants whole days of the past, and brings them in from the exchange's daily dumps; what these lack comes from"
                    + " REST.",
            "The wish is stored first: stop it with Ctrl-C when you like, the same command goes on where it was."
                    + " `cancel` withdraws it."
        })
final class HistoryCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--symbol"},
            paramLabel = "SYMBOL",
            required = true,
            description = "Whose history.")
    private String symbol = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DATE",
            description = "The first UTC day, such as 2024-01-01.")
    private LocalDate from = LocalDate.MIN;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DATE",
            description = "The last UTC day, included.")
    private LocalDate to = LocalDate.MIN;

    @Option(
            names = "--compare",
            description =
                    "Read the dumps of complete days too, and tell which rows contradict archived ones: dumps are rewritten"
                            + " now and then.")
    private boolean compare;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = DurationConverter.class,
            description = "Stop after this time at the latest. Default: ${DEFAULT-VALUE}")
    private Duration atMost = Duration.ofDays(30);

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final RepairOptions repairs = new RepairOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Thread working = Thread.currentThread();
        try (Stores stores = Stores.open(places.place(null), System.getenv(), Clock.systemUTC());
                Termination termination = new Termination()) {
            termination.tell(working::interrupt);
            return bringIn(repairs.history(stores), out);
        } catch (InterruptedException _) {
            out.println("Stopped. The same command goes on.");
            out.flush();
            return 1;
        }
    }

    private int bringIn(History history, PrintWriter out) throws InterruptedException {
        Instant deadline = Clock.systemUTC().instant().plus(atMost);
        Symbol wanted = Symbol.of(symbol);
        Optional<History.Days> days = history.want(wanted, from, to);
        if (days.isEmpty()) {
            out.printf("%s was not traded from %s to %s%n", wanted, from, to);
            return 0;
        }
        TradeIdRange ids = days.get().ids();
        History.Standing before = history.standing(wanted, ids);
        out.printf(
                "%s %s is wanted: %,d trades, %,d of them archived already%n",
                wanted, ids, ids.size(), ids.size() - before.open().size());
        out.flush();
        HistoryTotals totals = new HistoryTotals();
        try (ProgressDisplay display =
                ProgressDisplay.upTo(before.open().size(), "trades", Output.errors(spec))) {
            ArchivedTrades shown = new ArchivedTrades(display);
            for (LocalDate date : dates(history, days.get())) {
                if (!Clock.systemUTC().instant().isBefore(deadline)) {
                    break;
                }
                display.note(date.toString());
                DayReport day = history.day(wanted, date, deadline, shown);
                totals.add(day);
                tell(day, out);
            }
            RepairReport rest =
                    history.backfill()
                            .run(new BackfillRequest.Scheduled(wanted::equals), deadline, shown)
                            .report();
            totals.add(rest);
            display.finish();
            BackfillCommand.print(rest, out);
        }
        return totals.print(history.standing(wanted, ids), out) ? 0 : 1;
    }

    private SortedSet<LocalDate> dates(History history, History.Days days) {
        return compare
                ? days.from()
                        .datesUntil(days.to().plusDays(1))
                        .collect(Collectors.toCollection(TreeSet::new))
                : history.open(days);
    }

    private static void tell(DayReport day, PrintWriter out) {
        switch (day.ending()) {
            case DONE -> {}
            case NOT_PUBLISHED -> out.printf("%s: %s%n", day.file().date(), day.sentence());
            case BROKEN, UNAVAILABLE, OUT_OF_TIME ->
                    out.printf("%s: %s %s%n", day.file().date(), day.ending(), day.sentence());
        }
        if (day.read().holes() > 0) {
            out.printf("%s: the dump lacks %,d ids%n", day.file().date(), day.read().holes());
        }
        day.read().conflicts().forEach(conflict -> out.printf("CONFLICT %s%n", conflict));
        day.notes().forEach(note -> out.printf("%s: %s%n", day.file().date(), note));
        out.flush();
    }
}
