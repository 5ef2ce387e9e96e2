package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.gapless.dump.DumpFile;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One day of the past from its published zip to archived Parquet, against DuckDB making Parquet of the same
/// CSV, which somebody else has unzipped before. Both on one processor, as whole processes, and what
/// counts is their processor time.
public final class HistoryBench implements Bench {
    /// The busiest day of BTCUSDT known.
    static final long ROWS = 8_000_000;

    static final long ROWS_QUICK = 500_000;

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final double MEGA = 1 << 20;

    /// Memory of the Lambda function's Java, and of a small machine.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "a day of 8 million trades from its zip to archived Parquet in 512 MB, against DuckDB from CSV";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return PATIENCE;
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        long rows = settings.quick() ? ROWS_QUICK : ROWS;
        DumpFile file = new DumpFile(Symbol.of("BTCUSDT"), LocalDate.parse("2025-03-10"));
        Path host = Files.createDirectories(settings.folder().resolve("host"));
        SyntheticDay.write(file, rows, host);
        Path zip = host.resolve(file.path());
        Path csv = host.resolve(file.csvName());
        story.accept(
                "%,d rows: %.0f MB of CSV, %.0f MB as zip"
                        .formatted(rows, Files.size(csv) / MEGA, Files.size(zip) / MEGA));
        HttpServer server =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        host.toAbsolutePath(),
                        SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            Path archive = settings.folder().resolve("archive");
            JsonNode ours =
                    measured(
                            settings,
                            "gapless",
                            List.of(
                                    HistoryBenchMain.class.getName(),
                                    "http://127.0.0.1:" + server.getAddress().getPort(),
                                    archive.toString(),
                                    file.date().toString(),
                                    Long.toString(rows)));
            story.accept("gapless: " + ours);
            Path parquet = settings.folder().resolve("duckdb.parquet");
            JsonNode theirs =
                    measured(
                            settings,
                            "duckdb",
                            List.of(
                                    DuckDbMain.class.getName(),
                                    csv.toString(),
                                    parquet.toString()));
            story.accept("duckdb: " + theirs);
            return figures(
                    rows, ours, theirs, size(archive.resolve("trades")), Files.size(parquet));
        } finally {
            server.stop(0);
        }
    }

    private static List<Figure> figures(
            long rows, JsonNode ours, JsonNode theirs, long ourBytes, long theirBytes) {
        double cpu = ours.path("cpuSeconds").asDouble();
        double duckdb = theirs.path("cpuSeconds").asDouble();
        return List.of(
                Figure.of(
                                "trades_archived",
                                ours.path("rows").asDouble(),
                                "",
                                "every row of the day")
                        .atLeast((double) rows),
                Figure.of("cpu_seconds", cpu, "s", "zip to archived Parquet, whole process"),
                Figure.of(
                        "duckdb_cpu_seconds", duckdb, "s", "CSV to Parquet (zstd), whole process"),
                Figure.of("cpu_ratio", cpu / duckdb, "", "ours to DuckDB's").atMost(1),
                Figure.of(
                        "rss_peak_mb",
                        ours.path("rssPeak").asDouble() / MEGA,
                        "MB",
                        "most resident memory, with -Xmx512m"),
                Figure.of(
                        "duckdb_rss_peak_mb",
                        theirs.path("rssPeak").asDouble() / MEGA,
                        "MB",
                        "the same of DuckDB's process"),
                Figure.of(
                        "bytes_per_trade",
                        (double) ourBytes / rows,
                        "",
                        "archived, in all objects"),
                Figure.of(
                        "duckdb_bytes_per_trade",
                        (double) theirBytes / rows,
                        "",
                        "in DuckDB's one file"));
    }

    private static JsonNode measured(BenchSettings settings, String name, List<String> program)
            throws IOException, InterruptedException {
        Path log = settings.folder().resolve(name + ".log");
        try (CpuLimit limit = CpuLimit.of(settings.cpus());
                Child child = Child.start(limit, FLAGS, program, Map.of(), log)) {
            long looks = PATIENCE.dividedBy(LOOK_EVERY);
            while (child.isAlive() && looks-- > 0) {
                Thread.sleep(LOOK_EVERY);
            }
            String printed = child.printed();
            int result = printed.lastIndexOf("RESULT ");
            if (child.isAlive() || result < 0) {
                throw new IOException(name + " did not end well: " + printed);
            }
            return new JsonMapper().readTree(printed.substring(result + "RESULT ".length()));
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }

    /// What a measured process prints at its end.
    static void printResult(long rows) throws IOException {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        ProcessSample self = ProcessSample.of(ProcessHandle.current().pid(), 0);
        System.out.printf(
                java.util.Locale.ROOT,
                "RESULT {\"rows\":%d,\"cpuSeconds\":%.2f,\"rssPeak\":%d}%n",
                rows,
                cpu.toMillis() / 1e3,
                self.rssPeak());
    }
}
