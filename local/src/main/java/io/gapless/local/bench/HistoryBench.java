package io.gapless.local.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The past from published zips. First some usual days, fetched, and from zip to archived Parquet, against DuckDB
/// making Parquet of the same zips: whole processes on one processor, in turns, and what counts is their processor
/// time. Then one day as busy as any, brought in, sealed and checked, each in 512 MB of heap.
public final class HistoryBench implements Bench {
    /// The busiest day of BTCUSDT known.
    static final long BUSIEST_DAY = 8_000_000;

    private static final long BUSIEST_DAY_QUICK = 300_000;
    private static final long USUAL_DAY = 2_000_000;
    private static final long USUAL_DAY_QUICK = 100_000;
    private static final int DAYS = 7;
    private static final int DAYS_QUICK = 2;
    private static final int TURNS = 3;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "days of 2 million trades from zip to archived Parquet against DuckDB, and one of 8 million in 512 MB";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 1 : 5);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>(race(settings, story));
        figures.addAll(busiestDay(settings, story));
        return figures;
    }

    private static List<Figure> race(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        Path folder = settings.folder().resolve("race");
        int days = settings.quick() ? DAYS_QUICK : DAYS;
        try (PublishedDays published =
                PublishedDays.publish(days, settings.quick() ? USUAL_DAY_QUICK : USUAL_DAY)) {
            story.accept(
                    "%d days, %.0f MB of zips"
                            .formatted(days, published.zipBytes() / Measured.MEGA));
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            List<Double> unzipping = new ArrayList<>();
            long archived = 0;
            long rows = 0;
            Path archive = folder.resolve("archive");
            int turns = settings.quick() ? 1 : TURNS;
            for (int turn = 1; turn <= turns; turn++) {
                if (turn > 1) {
                    BenchReport.delete(archive);
                }
                Measured gapless =
                        history(
                                settings,
                                published,
                                PublishedDays.FIRST,
                                published.last(),
                                archive);
                Measured duckdb = duckdb(settings, published, folder);
                archived = gapless.number("([0-9,]+) archived, 0 absent, 0 open, 0 conflicts");
                rows = duckdb.number("([0-9,]+) rows");
                ours.add(gapless.cpuSeconds());
                theirs.add(duckdb.cpuSeconds());
                ratios.add(gapless.cpuSeconds() / duckdb.cpuSeconds());
                unzipping.add(duckdb.number("([0-9,]+) ms unzipping") / 1e3);
                story.accept(
                        "turn %d of %d: gapless %s; duckdb %s"
                                .formatted(turn, turns, gapless, duckdb));
            }
            Figure ratio =
                    Spread.of(ratios)
                            .figure("history_vs_duckdb", "", "turn by turn, whole processes");
            // A quick one is mostly the start of a JVM.
            return List.of(
                    Figure.of(
                                    "history_trades",
                                    (double) archived,
                                    "",
                                    "archived, every row of those days")
                            .atLeast((double) rows),
                    Spread.of(ours)
                            .figure("history_cpu_seconds", "s", "fetched, zip to archived Parquet"),
                    Spread.of(theirs)
                            .figure(
                                    "duckdb_cpu_seconds",
                                    "s",
                                    "fetched, unzipped, then CSV to Parquet (zstd)"),
                    Spread.of(unzipping)
                            .figure("duckdb_unzip_cpu_seconds", "s", "of these, unzipping"),
                    settings.quick() ? ratio : ratio.atMost(1),
                    Figure.of(
                            "history_bytes_per_trade",
                            (double) size(archive.resolve("trades")) / archived,
                            "",
                            "archived, in all objects"),
                    Figure.of(
                            "duckdb_bytes_per_trade",
                            (double) size(folder.resolve("duckdb")) / rows,
                            "",
                            "in DuckDB's files, one a day"));
        }
    }

    private static List<Figure> busiestDay(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        Path folder = settings.folder().resolve("day");
        long wanted = settings.rows().orElse(settings.quick() ? BUSIEST_DAY_QUICK : BUSIEST_DAY);
        try (PublishedDays published = PublishedDays.publish(1, wanted)) {
            List<Figure> figures = new ArrayList<>();
            Path archive = folder.resolve("archive");
            LocalDate date = published.last();
            Measured history = history(settings, published, date, date, archive);
            Measured duckdb = duckdb(settings, published, folder);
            long rows = duckdb.number("([0-9,]+) rows");
            long archived = history.number("([0-9,]+) archived, 0 absent, 0 open, 0 conflicts");
            figures.add(
                    Figure.of("day_trades", (double) archived, "", "of the day, all archived")
                            .atLeast((double) rows));
            figures.addAll(step("day_history", "zip to archived objects", history, story));
            figures.addAll(step("day_duckdb", "the same by DuckDB", duckdb, story));
            // A day is complete when a trade of the next one is there.
            Measured _ = history(settings, published, date.plusDays(1), date.plusDays(1), archive);
            Measured seal =
                    command(
                            settings,
                            "seal",
                            archive,
                            "--from",
                            date.toString(),
                            "--to",
                            date.toString(),
                            "--dump-url",
                            published.url());
            long certified = seal.number("([0-9,]+) days certified");
            figures.addAll(
                    step("day_seal", "sealed, certified, compared with the dump", seal, story));
            Measured verify = command(settings, "verify", archive, "--certificates");
            figures.addAll(step("day_verify", "verify --certificates", verify, story));
            figures.add(
                    Figure.of("day_certified", (double) certified, "", "certificates").atLeast(1));
            figures.add(megabytes("day_zip_mb", published.zipBytes(), "as published"));
            figures.add(
                    megabytes(
                            "day_parts_mb",
                            size(archive.resolve("trades/symbol=BTCUSDT/date=" + date)),
                            "in trades/"));
            figures.add(megabytes("day_sealed_mb", size(archive.resolve("sealed")), "in sealed/"));
            return figures;
        }
    }

    private static List<Figure> step(
            String name, String meaning, Measured measured, Consumer<String> story) {
        story.accept(name + ": " + measured);
        return List.of(
                Figure.of(name + "_cpu_seconds", measured.cpuSeconds(), "s", meaning),
                Figure.of(name + "_seconds", measured.seconds(), "s", "that passed"),
                Figure.of(
                        name + "_rss_peak_mb",
                        measured.rssPeakMb(),
                        "MB",
                        "most resident memory, with -Xmx512m"));
    }

    private static Figure megabytes(String name, long bytes, String meaning) {
        return Figure.of(name, bytes / Measured.MEGA, "MB", meaning);
    }

    private static Measured history(
            BenchSettings settings,
            PublishedDays published,
            LocalDate from,
            LocalDate to,
            Path archive)
            throws IOException, InterruptedException {
        return command(
                settings,
                "history",
                archive,
                "--symbol",
                PublishedDays.SYMBOL.toString(),
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--rest-url",
                published.url(),
                "--dump-url",
                published.url());
    }

    private static Measured command(
            BenchSettings settings, String name, Path archive, String... options)
            throws IOException, InterruptedException {
        return Measured.run(
                settings,
                name,
                Stream.concat(
                                Stream.of(
                                        MeasuredCommand.class.getName(),
                                        name,
                                        "--data-dir",
                                        archive.toString()),
                                Stream.of(options))
                        .toList());
    }

    private static Measured duckdb(BenchSettings settings, PublishedDays published, Path folder)
            throws IOException, InterruptedException {
        return Measured.run(
                settings,
                "duckdb",
                Stream.concat(
                                Stream.of(
                                        DuckDbMain.class.getName(),
                                        Files.createDirectories(folder.resolve("duckdb"))
                                                .toString()),
                                published.zips().stream().map(URI::toString))
                        .toList());
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
}
