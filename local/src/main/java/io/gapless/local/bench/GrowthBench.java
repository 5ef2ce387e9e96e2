package io.gapless.local.bench;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Wanted;
import io.gapless.backfill.repair.RepairPlanner;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.backfill.repair.RepairTask;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What becomes dearer as an archive grows: a flush with the objects there are and the pieces a symbol is
/// in, a plan with gaps and symbols. Processor time of one thread, the median of many calls.
public final class GrowthBench implements Bench {
    /// What a thing a thousand times as large may cost more where it should cost the same.
    static final double THE_SAME = 1.5;

    /// What each piece may cost more where there are ten times as many: 10 would be a square.
    static final double LINEAR = 2;

    private static final int[] RANGES = {1, 500, 5_000};
    private static final int[] GAPS = {1, 1_000, 10_000};
    private static final int[] SYMBOLS = {1, 150, 1_500};
    private static final int GAPS_OF_A_SYMBOL = 100;
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "what a flush and a plan cost as the archive, its gaps and its symbols grow";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return quick ? Duration.ofSeconds(20) : Duration.ofMinutes(2);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        int flushes = settings.quick() ? 200 : 1_000;
        warmUp(settings, flushes);
        objects(settings, flushes, figures, story);
        ranges(settings, flushes, figures, story);
        plans(settings, figures, story);
        return figures;
    }

    /// What is measured first would otherwise pay for the compilers.
    private static void warmUp(BenchSettings settings, int flushes)
            throws IOException, InterruptedException {
        try (FlushedArchive archive =
                FlushedArchive.of(settings.folder().resolve("warm-up"), RANGES[1])) {
            double _ = archive.flush(5 * flushes);
        }
        double _ = plan(SYMBOLS[1], 0, flushes);
        double _ = plan(GAPS_OF_A_SYMBOL, GAPS[2], flushes);
    }

    private static void objects(
            BenchSettings settings, int flushes, List<Figure> figures, Consumer<String> story)
            throws IOException, InterruptedException {
        int[] objects = {10, 1_000, settings.quick() ? 100_000 : 1_000_000};
        List<Double> costs = new ArrayList<>();
        for (int count : objects) {
            try (FlushedArchive archive =
                    FlushedArchive.of(settings.folder().resolve("objects-" + count), 1)) {
                archive.fill(count);
                costs.add(archive.flush(flushes));
            }
            story.accept("%,d objects: %.0f µs a flush".formatted(count, costs.getLast()));
            figures.add(
                    Figure.of(
                            "flush_us_%d_objects".formatted(count),
                            costs.getLast(),
                            "µs",
                            "claim, put and commit of 400 trades, folder and SQLite"));
        }
        figures.add(
                Figure.of(
                                "flush_largest_vs_smallest_archive",
                                costs.getLast() / costs.getFirst(),
                                "x",
                                "a flush does not look at what is archived")
                        .atMost(THE_SAME));
    }

    private static void ranges(
            BenchSettings settings, int flushes, List<Figure> figures, Consumer<String> story)
            throws IOException, InterruptedException {
        List<Double> costs = new ArrayList<>();
        for (int count : RANGES) {
            try (FlushedArchive archive =
                    FlushedArchive.of(settings.folder().resolve("ranges-" + count), count)) {
                costs.add(archive.flush(flushes));
            }
            story.accept("%,d ranges: %.0f µs a flush".formatted(count, costs.getLast()));
            figures.add(
                    Figure.of(
                            "flush_us_%d_ranges".formatted(count),
                            costs.getLast(),
                            "µs",
                            "the same of a symbol whose archive is in so many pieces"));
        }
        // Next to a flush this is too little to be judged any further.
        figures.add(
                Figure.of(
                        "flush_us_per_range",
                        (costs.getLast() - costs.getFirst()) / RANGES[2],
                        "µs",
                        "a flush costs so much more for each"));
    }

    private static void plans(
            BenchSettings settings, List<Figure> figures, Consumer<String> story) {
        int rounds = settings.quick() ? 50 : 300;
        List<Double> byGaps = new ArrayList<>();
        for (int gaps : GAPS) {
            byGaps.add(plan(Math.max(1, gaps / GAPS_OF_A_SYMBOL), gaps, rounds));
            story.accept("%,d gaps: %.0f µs a plan".formatted(gaps, byGaps.getLast()));
            figures.add(
                    Figure.of(
                            "plan_us_%d_gaps".formatted(gaps),
                            byGaps.getLast(),
                            "µs",
                            "100 of a symbol"));
        }
        addSlope("plan_us_per_gap", GAPS, byGaps, figures);
        List<Double> bySymbols = new ArrayList<>();
        for (int symbols : SYMBOLS) {
            bySymbols.add(plan(symbols, 0, rounds));
            story.accept("%,d symbols: %.0f µs a plan".formatted(symbols, bySymbols.getLast()));
            figures.add(
                    Figure.of(
                            "plan_us_%d_symbols".formatted(symbols),
                            bySymbols.getLast(),
                            "µs",
                            "nothing missing"));
        }
        addSlope("plan_us_per_symbol", SYMBOLS, bySymbols, figures);
    }

    /// The slope between the middle and the largest size, and whether it is one: each piece of the
    /// largest costs about what each of the middle one costs.
    private static void addSlope(
            String name, int[] sizes, List<Double> costs, List<Figure> figures) {
        double slope = (costs.get(2) - costs.get(1)) / (sizes[2] - sizes[1]);
        double before = (costs.get(1) - costs.get(0)) / (sizes[1] - sizes[0]);
        figures.add(Figure.of(name, slope, "µs", "a plan costs so much more for each"));
        figures.add(
                Figure.of(
                                name + "_large_vs_small",
                                slope / before,
                                "x",
                                "that slope over the slope at a tenth: about 1 when linear")
                        .atMost(LINEAR));
    }

    private static double plan(int symbols, int gaps, int rounds) {
        List<Checkpoint> checkpoints =
                IntStream.range(0, symbols)
                        .mapToObj(s -> checkpoint("GAP%04dUSDT".formatted(s), gaps / symbols + 1))
                        .toList();
        return CpuTime.medianMicros(
                rounds,
                () -> {
                    List<RepairTask> plan =
                            RepairPlanner.plan(
                                    checkpoints, Map.of(), RepairSettings.DEFAULT_STALE_AFTER, NOW);
                    if (plan.isEmpty() != (gaps == 0)) {
                        throw new IllegalStateException(gaps + " gaps, plan " + plan);
                    }
                });
    }

    /// Followed from its first id on, with holes of a thousand ids between its pieces.
    static Checkpoint checkpoint(String symbol, int pieces) {
        List<TradeIdRange> ranges =
                IntStream.range(0, pieces)
                        .mapToObj(i -> new TradeIdRange(i * 2_000L, i * 2_000L + 999))
                        .toList();
        return new Checkpoint(
                Symbol.of(symbol),
                1,
                Coverage.of(ranges),
                List.of(),
                Coverage.EMPTY,
                Wanted.followedFrom(0),
                List.of(),
                Optional.empty(),
                NOW,
                NOW);
    }
}
