package io.gapless.local.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.local.bench.Bench;
import io.gapless.local.bench.BenchReport;
import io.gapless.local.bench.BenchSettings;
import io.gapless.local.bench.Figure;
import io.gapless.local.run.Termination;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures whole processes against the simulated exchange, on Linux:",
            "  core    as many trades as one core can take, against a Tyrus client that drops them",
            "  peers   the same against other people's clients, which are fetched when they are first asked for",
            "  decode  decoding a frame against scanning its bytes once, by JMH, which is fetched too",
            "  bytes   how many bytes of an object a trade takes, column by column",
            "  load    the listener at 100 symbols and 10,000 trades/s with bursts of 50,000, in 512 MB",
            "  outage  the listener at 1,500 symbols and 10,000 trades/s, through bursts and 20 minutes without S3, in 512 MB",
            "  repair  a million missing trades at the whole request weight, while small gaps open at random",
            "  gaps    5,000 small gaps in 500 symbols at the whole request weight, while new ones open at random",
            "  growth  what a flush and a plan cost as the archive, its gaps and its symbols grow",
            "  history days of 2 million trades from zip to archived Parquet against DuckDB, and one of 8 million in 512 MB",
            "  cold    the repair's function and the listener, from the start of the process to the first result",
            "Exits with 1 when a figure misses its goal."
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Which benchmarks. Default: all, one after the other.")
    private List<String> names = List.of();

    @Option(
            names = "--quick",
            description = "A short form, which shows that it works rather than how well.")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long to measure. Default: load 10m, outage 20m, repair as long as it takes, at most 10m, gaps the same, at most 40m; the others are measured by trades.")
    private @Nullable Duration time;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Processors that the measured listener may use, such as 0.25. Default: ${DEFAULT-VALUE}")
    private double cpus = 1;

    @Option(
            names = "--round-trip",
            paramLabel = "TIME",
            defaultValue = "100ms",
            converter = DurationConverter.class,
            description =
                    "How far the exchange's REST interface is away, for repair and gaps. Default: ${DEFAULT-VALUE}")
    private Duration roundTrip = Duration.ofMillis(100);

    @Option(
            names = "--listener-flags",
            paramLabel = "FLAGS",
            defaultValue = "",
            description =
                    "Flags of the listener's JVM in place of the usual ones, as one argument.")
    private String flags = "";

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Trades of the busiest day, for history. Default: 8000000")
    private @Nullable Long rows;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description = "Keep archives and logs there. Default: a temporary folder, deleted.")
    private @Nullable Path keep;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Output.of(spec);
        Thread working = Thread.currentThread();
        try (Termination termination = new Termination()) {
            termination.tell(working::interrupt);
            return measure(out);
        } catch (InterruptedException _) {
            out.println("Stopped.");
            out.flush();
            return 1;
        }
    }

    private int measure(PrintWriter out) throws IOException, InterruptedException {
        List<Bench> chosen = chosen();
        BenchReport report = new BenchReport(Clock.systemUTC().instant());
        report.machine().forEach((name, value) -> out.printf("%-8s %s%n", name, value));
        for (Bench bench : chosen) {
            out.printf("%n%s: %s%n", bench.name(), bench.description());
            out.flush();
            Path folder = folder(bench);
            List<Figure> figures = bench.run(settings(bench, folder), line -> tell(line, out));
            report.add(bench, figures);
            print(figures, out);
            if (keep == null) {
                BenchReport.delete(folder);
            }
        }
        if (json != null) {
            ObjectNode node = report.toJson(quick);
            Files.writeString(
                    json,
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node)
                            + "\n");
        }
        out.flush();
        return report.isGood() ? 0 : 1;
    }

    private List<Bench> chosen() {
        if (names.isEmpty()) {
            return Bench.ALL;
        }
        List<Bench> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(
                    Bench.ALL.stream()
                            .filter(bench -> bench.name().equals(name))
                            .findAny()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "there is no benchmark %s; there are %s"
                                                    .formatted(name, all()))));
        }
        return chosen;
    }

    private static String all() {
        return Bench.ALL.stream().map(Bench::name).collect(Collectors.joining(", "));
    }

    private BenchSettings settings(Bench bench, Path folder) {
        return new BenchSettings(
                time == null ? bench.usualTime(quick) : time,
                quick,
                cpus,
                roundTrip,
                flags.isBlank() ? List.of() : List.of(flags.strip().split(" +")),
                rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
                folder);
    }

    private Path folder(Bench bench) throws IOException {
        if (keep == null) {
            return Files.createTempDirectory("gapless-bench-" + bench.name());
        }
        return Files.createDirectories(keep.toAbsolutePath().resolve(bench.name()));
    }

    private static void tell(String line, PrintWriter out) {
        Instant now = Clock.systemUTC().instant();
        out.printf("%s  %s%n", now.truncatedTo(ChronoUnit.SECONDS), line);
        out.flush();
    }

    private static void print(List<Figure> figures, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : figures) {
            rows.add(
                    List.of(
                            figure.name(),
                            figure.shown() + (figure.unit().isEmpty() ? "" : " " + figure.unit()),
                            figure.goal().map(Object::toString).orElse(""),
                            figure.isGood() ? "" : "MISSED",
                            figure.meaning()));
        }
        out.print(Tables.of(List.of("figure", "value", "goal", "", "meaning"), rows));
        out.flush();
    }
}
