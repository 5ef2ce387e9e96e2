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

    /// `{"at", "quick", "machine": {…}, "good", "benches": {"load": {"rss_peak_mb": 301.2, …}}}`.
    public ObjectNode toJson(boolean quick) {
        ObjectNode node = new JsonMapper().createObjectNode();
        node.put("at", at.toString());
        node.put("quick", quick);
        ObjectNode machine = node.putObject("machine");
        machine().forEach(machine::put);
        node.put("good", isGood());
        ObjectNode benches = node.putObject("benches");
        byBench.forEach((name, figures) -> {
            ObjectNode values = benches.putObject(name);
            figures.forEach(figure -> values.put(figure.name(), figure.value()));
        });
        return node;
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
