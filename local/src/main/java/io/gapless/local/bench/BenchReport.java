package io.gapless.local.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Figures of one or more benchmarks, with the machine that they belong to.
public final class BenchReport {
    /// The figures that stand at the top of the JSON, whichever benchmark they are of.
    static final List<String> HEADLINES =
            List.of(
                    "cpu_vs_bare_tyrus",
                    "trades_per_second_one_core",
                    "cpu_vs_ccxt",
                    "cpu_vs_xchange",
                    "cpu_vs_binance_connector",
                    "rss_peak_mb",
                    "bytes_per_trade_core",
                    "bytes_per_trade_all",
                    "repair_pace",
                    "history_vs_duckdb");

    private final Instant at;
    private final Map<String, List<Figure>> byBench = new LinkedHashMap<>();

    public BenchReport(Instant at) {
        this.at = at;
    }

    /// What ran the benchmarks, for people.
    public Map<String, String> machine() {
        return Machine.facts();
    }

    public void add(Bench bench, List<Figure> figures) {
        byBench.put(bench.name(), List.copyOf(figures));
    }

    /// Whether every figure is as good as it has to be.
    public boolean isGood() {
        return byBench.values().stream().flatMap(List::stream).allMatch(Figure::isGood);
    }

    /// `{"at", "quick", "machine": {…}, "good", "rss_peak_mb": 301.2, …, "left_out": {…}, "benches": {"load":
    /// {"rss_peak_mb": 301.2, …}}}`: first the [#HEADLINES], null where `left_out` says why there is none.
    public ObjectNode toJson(boolean quick) {
        ObjectNode node = new JsonMapper().createObjectNode();
        node.put("at", at.toString());
        node.put("quick", quick);
        ObjectNode machine = node.putObject("machine");
        machine().forEach(machine::put);
        node.put("good", isGood());
        ObjectNode leftOut = node.objectNode();
        HEADLINES.forEach(name -> putHeadline(name, node, leftOut));
        node.set("left_out", leftOut);
        ObjectNode benches = node.putObject("benches");
        byBench.forEach((name, figures) -> {
            ObjectNode values = benches.putObject(name);
            figures.forEach(figure -> put(figure, values));
        });
        return node;
    }

    /// The worst of them where several benchmarks tell it, as of memory.
    private void putHeadline(String name, ObjectNode node, ObjectNode leftOut) {
        Figure figure =
                byBench.values().stream()
                        .flatMap(List::stream)
                        .filter(each -> each.name().equals(name))
                        .max(Comparator.comparingDouble(each -> each.measured().orElse(-1)))
                        .orElse(Figure.leftOut(name, "its benchmark was not run"));
        put(figure, node);
        if (figure.measured().isEmpty()) {
            leftOut.put(name, figure.meaning());
        }
    }

    private static void put(Figure figure, ObjectNode values) {
        figure.measured()
                .ifPresentOrElse(
                        value -> values.put(figure.name(), value),
                        () -> values.putNull(figure.name()));
    }

    /// Deletes a benchmark's temporary folder.
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
