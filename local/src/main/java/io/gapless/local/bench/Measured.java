package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A whole process that ran to its end, and what it took, its start and its compilers included.
///
/// @param cpuSeconds user and system time
/// @param seconds that passed
/// @param rssPeakMb most resident memory
/// @param printed all that it said
record Measured(double cpuSeconds, double seconds, double rssPeakMb, String printed) {
    static final double MEGA = 1 << 20;

    /// A heap as large as that of the Lambda function, or a small machine's.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String RESULT = "RESULT ";

    /// @param name of its log in the folder
    /// @param program main class and arguments; the class has to [#tell] at its end
    static Measured run(BenchSettings settings, String name, List<String> program)
            throws IOException, InterruptedException {
        Path log = settings.folder().resolve(name + ".log");
        try (CpuLimit limit = CpuLimit.of(settings.cpus());
                Child child = Child.start(limit, FLAGS, program, Map.of(), log)) {
            boolean ended = child.awaitEnd(PATIENCE);
            String printed = child.printed();
            int result = printed.lastIndexOf(RESULT);
            if (!ended || result < 0) {
                throw new IOException(name + " did not end well: " + printed);
            }
            JsonNode told = new JsonMapper().readTree(printed.substring(result + RESULT.length()));
            return new Measured(
                    told.path("cpu").asDouble(),
                    told.path("seconds").asDouble(),
                    told.path("rssPeak").asDouble() / MEGA,
                    printed.substring(0, result));
        }
    }

    /// To be called by the measured process as the last thing it does.
    static void tell() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        ProcessHandle.Info info = self.info();
        long millis = System.currentTimeMillis() - info.startInstant().orElseThrow().toEpochMilli();
        System.out.printf(
                Locale.ROOT,
                "%s{\"cpu\":%.2f,\"seconds\":%.2f,\"rssPeak\":%d}%n",
                RESULT,
                info.totalCpuDuration().orElseThrow().toMillis() / 1e3,
                millis / 1e3,
                ProcessSample.of(self.pid(), 0).rssPeak());
    }

    /// A number that it said.
    ///
    /// @param pattern whose first group is the number, which may have commas
    long number(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(printed);
        if (!found.find()) {
            throw new IOException("\"" + pattern + "\" is not in: " + printed);
        }
        return Long.parseLong(found.group(1).replace(",", ""));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f s of CPU in %.1f s, %.0f MB at most",
                cpuSeconds,
                seconds,
                rssPeakMb);
    }
}
