package io.gapless.local.command;

import io.gapless.archive.Checkpoint;
import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.repair.RepairPlanner;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.local.place.Stores;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless backfill`.
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = {
            "Wants a range of history, by ids or by time, and fetches it from the exchange's REST interface.",
            "The wish is stored first: stop it when you like, it goes on with the next backfill or repair."
                    + " `cancel` withdraws it."
        })
final class BackfillCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--symbol"},
            paramLabel = "SYMBOL",
            required = true,
            description = "Whose history.")
    private String symbol = "";

    @ArgGroup(multiplicity = "1")
    private final Range range = new Range();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1d",
            converter = DurationConverter.class,
            description = "Stop after this time at the latest. Default: ${DEFAULT-VALUE}")
    private Duration atMost = Duration.ofDays(1);

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final RepairOptions repairs = new RepairOptions();
    @Spec private @Nullable CommandSpec spec;

    /// Ids or times.
    static final class Range {
        @ArgGroup(exclusive = false)
        private @Nullable Ids ids;

        @ArgGroup(exclusive = false)
        private @Nullable Times times;
    }

    /// First and last id.
    static final class Ids {
        @Option(
                names = "--from-id",
                required = true,
                paramLabel = "ID",
                description = "From this id")
        private long from;

        @Option(names = "--to-id", required = true, paramLabel = "ID", description = "to this one.")
        private long to;
    }

    /// First instant, and the first one after.
    static final class Times {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "UTC",
                description = "From this date or time, such as 2026-01-01 or 2026-01-01T12:00:00Z,")
        private String from = "";

        @Option(
                names = "--to",
                required = true,
                paramLabel = "UTC",
                description = "up to but not including this one.")
        private String to = "";
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        Asked asked = asked();
        Symbol wanted = asked.symbol();
        try (Stores stores = Stores.open(places.place(null), System.getenv(), Clock.systemUTC())) {
            Backfill backfill = repairs.over(stores);
            backfill.store(List.of(asked)).forEach(out::println);
            out.flush();
            long open =
                    stores.checkpoints()
                            .read(wanted)
                            .map(c -> RepairPlanner.left(c).size())
                            .orElse(0L);
            RepairReport report;
            try (ProgressDisplay display =
                    ProgressDisplay.upTo(open, "trades archived", Output.errors(spec))) {
                report =
                        backfill.run(
                                        new BackfillRequest.Scheduled(wanted::equals),
                                        Clock.systemUTC().instant().plus(atMost),
                                        new ArchivedTrades(display))
                                .report();
            }
            print(report, out);
            Checkpoint end =
                    stores.checkpoints().read(wanted).orElseGet(() -> Checkpoint.none(wanted));
            return RepairPlanner.left(end).isEmpty() ? 0 : 1;
        }
    }

    private Asked asked() {
        Symbol parsed = Symbol.of(symbol);
        if (range.ids != null) {
            return new Asked.Ids(parsed, new TradeIdRange(range.ids.from, range.ids.to));
        }
        if (range.times != null) {
            return new Asked.Times(parsed, instant(range.times.from), instant(range.times.to));
        }
        throw new IllegalArgumentException("say --from-id and --to-id, or --from and --to");
    }

    private static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no time: expected 2026-01-01 or 2026-01-01T12:00:00Z"
                            .formatted(text),
                    e);
        }
    }

    static void print(RepairReport report, PrintWriter out) {
        for (RepairReport.SymbolReport symbol : report.symbols()) {
            out.printf(
                    "%s: %,d trades archived in %d objects, %,d left%n",
                    symbol.symbol(),
                    symbol.filled() + symbol.takenOver(),
                    symbol.objects(),
                    symbol.leftTrades());
            symbol.absent().forEach(r -> out.printf("  never existed: %s%n", r));
            symbol.evidence().forEach(key -> out.printf("  evidence: %s%n", key));
            symbol.notes().forEach(note -> out.printf("  %s%n", note));
        }
        if (report.ending() != RepairReport.Ending.DONE) {
            out.printf("Ended: %s%n", report.sentence());
        }
        report.goesOnAt().ifPresent(at -> out.printf("Try again at %s.%n", at));
        out.flush();
    }
}
