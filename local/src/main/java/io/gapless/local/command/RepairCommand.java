package io.gapless.local.command;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.BackfillReportJson;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.local.place.Stores;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless repair`.
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Does the Lambda's work on this machine: takes over what writers left behind, fills gaps and stale tails,"
                    + " fetches what was asked for.",
            "Once, or again and again with --every. Together with a listener on any machine this is Gapless without"
                    + " Fargate and Lambda."
        })
final class RepairCommand implements Callable<Integer> {
    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Begin a run every so often, until Ctrl-C. Default: one run.")
    private @Nullable Duration every;

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long one run may take. Default: 50s, or a day for a single run.")
    private @Nullable Duration timeBudget;

    @Option(names = "--json", description = "Print each run's report as a line of JSON.")
    private boolean json;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final RepairOptions repairs = new RepairOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = Clock.systemUTC();
        PrintWriter out = Output.of(spec);
        try (Stores stores = places.open(null)) {
            Backfill backfill = repairs.over(stores);
            while (true) {
                Instant begun = clock.instant();
                Backfill.Result result =
                        backfill.run(
                                BackfillRequest.Scheduled.ALL,
                                begun.plus(budget()),
                                RepairProgress.NONE);
                print(result, out);
                if (every == null) {
                    return isDone(result.report()) ? 0 : 1;
                }
                Duration rest = Duration.between(clock.instant(), begun.plus(every));
                if (rest.isPositive()) {
                    Thread.sleep(rest);
                }
            }
        }
    }

    /// A store that did not answer may have left anything.
    static boolean isDone(RepairReport report) {
        return report.left() == 0 && report.ending() != RepairReport.Ending.UNAVAILABLE;
    }

    private Duration budget() {
        if (timeBudget != null) {
            return timeBudget;
        }
        return every == null ? Duration.ofDays(1) : BackfillConfig.DEFAULT_TIME_BUDGET;
    }

    private void print(Backfill.Result result, PrintWriter out) {
        RepairReport report = result.report();
        if (json) {
            out.println(BackfillReportJson.of(result));
        } else {
            out.printf(
                    "%s  %,d trades archived, %,d left%n",
                    report.endedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                    report.filled(),
                    report.left());
            BackfillCommand.print(report, out);
        }
        out.flush();
    }
}
