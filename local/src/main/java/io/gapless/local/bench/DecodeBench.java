package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.local.build.Build;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/// What decoding a frame takes, by JMH, against looking at each of its bytes once.
///
/// Of many short iterations the quickest counts: whatever else the machine does can only make one
/// longer.
public final class DecodeBench implements Bench {
    private static final double MOST_OF_A_SCAN = 1.3;

    /// JMH's own work allocates a little.
    private static final double NO_BYTES = 0.5;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String description() {
        return "decoding a trade frame against scanning its bytes once, by JMH";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 1 : 2);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        Checkout checkout = Checkout.ofThisProgram();
        if (!Build.fetchPeers(checkout)) {
            return List.of(Figure.leftOut("decode_vs_scan", "Maven could not fetch JMH"));
        }
        Path result = settings.folder().resolve("jmh.json");
        Path built = checkout.peers().resolve("target");
        String classPath =
                "%s:%s:%s/*"
                        .formatted(
                                built.resolve("peers.jar"),
                                System.getProperty("java.class.path"),
                                built.resolve("lib"));
        String forks = settings.quick() ? "1" : "3";
        List<String> program =
                List.of(
                        "org.openjdk.jmh.Main",
                        "DecodeBenchmark",
                        "-f",
                        forks,
                        "-wi",
                        "20",
                        "-w",
                        "100ms",
                        "-i",
                        "60",
                        "-r",
                        "50ms",
                        "-prof",
                        "gc",
                        "-rf",
                        "json",
                        "-rff",
                        result.toString());
        try (CpuLimit all = CpuLimit.of(Integer.MAX_VALUE);
                Child jmh =
                        Child.start(
                                all,
                                classPath,
                                List.of("-XX:+UseSerialGC"),
                                program,
                                Map.of(),
                                settings.folder().resolve("jmh.log"))) {
            if (!jmh.awaitEnd(PATIENCE)) {
                throw new IOException("JMH did not end: " + jmh.printed());
            }
            JsonNode benchmarks = new JsonMapper().readTree(result.toFile());
            return figures(find(benchmarks, "decode"), find(benchmarks, "scan"));
        }
    }

    private static List<Figure> figures(JsonNode decode, JsonNode scan) {
        return List.of(
                Figure.of(
                                "decode_vs_scan",
                                least(decode) / least(scan),
                                "x",
                                "decoding a frame over reading each of its bytes once")
                        .atMost(MOST_OF_A_SCAN),
                Figure.of("decode_ns", least(decode), "ns", "a frame, the quickest iteration"),
                Figure.of("scan_ns", least(scan), "ns", "a frame, the quickest iteration"),
                Figure.of(
                                "decode_bytes_allocated",
                                decode.at("/secondaryMetrics")
                                        .get(ALLOCATED)
                                        .get("score")
                                        .asDouble(),
                                "B",
                                "heap for a frame")
                        .atMost(NO_BYTES));
    }

    private static JsonNode find(JsonNode benchmarks, String name) throws IOException {
        return StreamSupport.stream(benchmarks.spliterator(), false)
                .filter(each -> each.get("benchmark").asText().endsWith("." + name))
                .findFirst()
                .orElseThrow(() -> new IOException("JMH measured nothing by the name " + name));
    }

    private static double least(JsonNode benchmark) {
        return StreamSupport.stream(benchmark.at("/primaryMetric/rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .min()
                .orElseThrow();
    }
}
