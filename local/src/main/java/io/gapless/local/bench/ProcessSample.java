package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What Linux tells of a process at one moment.
///
/// @param atSeconds of the sampler's own clock
/// @param rss resident memory, bytes
/// @param rssPeak the most it ever was, bytes
/// @param pss resident memory with shared pages counted in part, bytes
/// @param cpuSeconds user and system time so far
public record ProcessSample(double atSeconds, long rss, long rssPeak, long pss, double cpuSeconds) {
    private static final int KILO = 1_024;

    /// The unit of `/proc/<pid>/stat`, `USER_HZ`: 100 on every Linux of today.
    private static final double TICKS_PER_SECOND = 100;

    /// Fields of `/proc/<pid>/stat` behind the command's name in brackets.
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /// @throws IOException when there is no such process, or no Linux
    public static ProcessSample of(long pid, double atSeconds) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        Map<String, Long> status = kilobytes(folder.resolve("status"));
        Map<String, Long> maps = kilobytes(folder.resolve("smaps_rollup"));
        String stat = Files.readString(folder.resolve("stat"));
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" +"));
        return new ProcessSample(
                atSeconds,
                status.getOrDefault("VmRSS", 0L),
                status.getOrDefault("VmHWM", 0L),
                maps.getOrDefault("Pss", 0L),
                (Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS)))
                        / TICKS_PER_SECOND);
    }

    private static Map<String, Long> kilobytes(Path file) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.endsWith(" kB")) {
                String number = line.substring(colon + 1, line.length() - 3).strip();
                values.put(line.substring(0, colon), Long.parseLong(number) * KILO);
            }
        }
        return values;
    }

    /// How much resident memory grew from the second quarter of these samples to the last, in bytes: of
    /// each the median, so that a single step up or down is not taken for a trend.
    static double growth(List<ProcessSample> samples) {
        int quarter = samples.size() / 4;
        return quarter == 0
                ? 0
                : median(samples.subList(3 * quarter, samples.size()))
                        - median(samples.subList(quarter, 2 * quarter));
    }

    private static double median(List<ProcessSample> samples) {
        long[] sorted = samples.stream().mapToLong(ProcessSample::rss).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /// How fast resident memory grew over these samples, in bytes per second: the slope of the
    /// straight line that fits best.
    static double slope(List<ProcessSample> samples) {
        double meanTime =
                samples.stream().mapToDouble(ProcessSample::atSeconds).average().orElse(0);
        double meanRss = samples.stream().mapToDouble(ProcessSample::rss).average().orElse(0);
        double above = 0;
        double below = 0;
        for (ProcessSample sample : samples) {
            double time = sample.atSeconds() - meanTime;
            above += time * (sample.rss() - meanRss);
            below += time * time;
        }
        return below == 0 ? 0 : above / below;
    }
}
