package io.gapless.local.command;

import io.gapless.local.place.Stores;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.SealReport;
import io.gapless.seal.Sealing;
import io.gapless.trade.Symbol;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless seal`.
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        description = {
            "Makes one compact object and a certificate of each complete UTC day. The objects under trades/ stay, and"
                    + " views take the sealed one from the next day on.",
            "Does nothing twice, and may run beside everything else. Exits with 1 if something is wrong; days that"
                    + " are not complete yet are only told."
        })
final class SealCommand implements Callable<Integer> {
    @Option(
            names = "--symbol",
            split = ",",
            paramLabel = "SYMBOL",
            description = "These only. Default: all.")
    private List<String> symbols = new ArrayList<>();

    @Option(names = "--from", paramLabel = "DATE", description = "First day. Default: a week ago.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day. Default: yesterday.")
    private @Nullable LocalDate to;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final SealOptions sealing = new SealOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        LocalDate first = from == null ? today.minusDays(Sealing.NIGHTLY_DAYS) : from;
        LocalDate last = to == null ? today.minusDays(1) : to;
        List<Symbol> which = symbols.stream().map(Symbol::of).toList();
        try (Stores stores = places.open(null);
                ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            SealReport report =
                    new Sealing(sealing.over(stores, fetchers))
                            .run(
                                    symbol -> which.isEmpty() || which.contains(symbol),
                                    first,
                                    last,
                                    Instant.MAX,
                                    day -> print(day, out));
            out.printf(
                    "%,d days certified, %,d not complete yet, %,d wrong, %,d contradicted by their dump%n",
                    report.certified(), report.open(), report.wrong(), report.conflicts());
            out.flush();
            return report.wrong() > 0 || report.unavailable() > 0 ? 1 : 0;
        }
    }

    private static void print(SealReport.Day day, PrintWriter out) {
        String what =
                switch (day.outcome()) {
                    case SealOutcome.Certified(var c, var _) ->
                            "certified: %,d trades, %s, dump: %s"
                                    .formatted(
                                            c.rows().count(), c.key(), c.dump().verdict().word());
                    case SealOutcome.Unchanged _ -> "sealed before";
                    case SealOutcome.Nothing() -> "no trades";
                    case SealOutcome.NotYet(var why) -> "not yet: " + why;
                    case SealOutcome.Wrong(var problem) -> "WRONG: " + problem;
                };
        out.printf("%s %s  %s%n", day.symbol(), day.date(), what);
        if (day.outcome() instanceof SealOutcome.Certified(var _, var conflicts)) {
            conflicts.forEach(conflict -> out.printf("CONFLICT %s %s%n", day.symbol(), conflict));
        }
        out.flush();
    }
}
