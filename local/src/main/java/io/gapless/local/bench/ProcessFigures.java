package io.gapless.local.bench;

import java.util.ArrayList;
import java.util.List;

/// What a loaded listener took, from its samples.
final class ProcessFigures {
    /// The container whose memory the listener must stay in.
    static final int CONTAINER_MB = 512;

    /// What resident memory may grow by from the second quarter of the time to the last, in MB.
    static final double FLAT_MB = 8;

    private static final double MEGABYTE = 1 << 20;

    private ProcessFigures() {}

    /// Memory alone.
    static List<Figure> memory(List<ProcessSample> samples) {
        double peak = samples.stream().mapToLong(ProcessSample::rssPeak).max().orElse(0);
        double pss = samples.stream().mapToLong(ProcessSample::pss).max().orElse(0);
        return List.of(
                Figure.of("rss_peak_mb", peak / MEGABYTE, "MB", "most resident memory")
                        .atMost(CONTAINER_MB),
                Figure.of(
                        "rss_end_mb",
                        samples.getLast().rss() / MEGABYTE,
                        "MB",
                        "resident memory at the end"),
                Figure.of("pss_peak_mb", pss / MEGABYTE, "MB", "with shared pages in part"));
    }

    /// Memory, its growth, and processor time, under a load that is the same all the time.
    static List<Figure> steady(LoadedListener loaded, double trades, BenchSettings settings) {
        List<ProcessSample> samples = loaded.samples();
        double seconds = samples.getLast().atSeconds() - samples.getFirst().atSeconds();
        double cpu = cpuSeconds(samples);
        List<ProcessSample> half = samples.subList(samples.size() / 2, samples.size());
        double mostCpu = Math.min(settings.cpus(), Runtime.getRuntime().availableProcessors());
        Figure growth =
                Figure.of(
                        "rss_growth_mb",
                        ProcessSample.growth(samples) / MEGABYTE,
                        "MB",
                        "median of the last quarter less that of the second");
        List<Figure> figures = new ArrayList<>(memory(samples));
        figures.add(settings.quick() ? growth : growth.atMost(FLAT_MB));
        figures.add(
                Figure.of(
                        "rss_slope_mb_per_minute",
                        ProcessSample.slope(half) * 60 / MEGABYTE,
                        "MB/min",
                        "straight line through the second half"));
        figures.add(Figure.of("cpu_seconds", cpu, "s", "of the listener"));
        figures.add(
                Figure.of("cpu_cores", cpu / seconds, "", "processors used in the mean")
                        .atMost(mostCpu));
        figures.add(
                Figure.of(
                        "cpu_us_per_trade",
                        cpu * 1e6 / Math.max(1, trades),
                        "µs",
                        "socket to durable object, two connections"));
        figures.add(
                Figure.of(
                        "exchange_cpu_cores",
                        cpuSeconds(loaded.exchangeSamples()) / seconds,
                        "",
                        "of the simulated exchange, a process of its own"));
        return figures;
    }

    private static double cpuSeconds(List<ProcessSample> samples) {
        return samples.getLast().cpuSeconds() - samples.getFirst().cpuSeconds();
    }
}
