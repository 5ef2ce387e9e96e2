package io.gapless.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How often each fault struck at each step, over many worlds.
public final class FaultCounts {
    /// Hits of a pair of fault and step that a long run should have.
    static final long ENOUGH = 100;

    private final Map<Fault, Map<Step, Long>> counts = new EnumMap<>(Fault.class);

    public void add(Map<Fault, Map<Step, Long>> more) {
        more.forEach((fault, steps) -> {
            Map<Step, Long> mine = counts.computeIfAbsent(fault, _ -> new EnumMap<>(Step.class));
            steps.forEach((step, count) -> mine.merge(step, count, Long::sum));
        });
    }

    /// How often a fault struck at a step.
    public long of(Fault fault, Step step) {
        return counts.getOrDefault(fault, Map.of()).getOrDefault(step, 0L);
    }

    /// The pairs that were hit too rarely to tell much.
    public List<String> rare() {
        List<String> rare = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Step step : fault.steps()) {
                if (of(fault, step) < ENOUGH) {
                    rare.add("%s at %s: %d".formatted(fault, step, of(fault, step)));
                }
            }
        }
        return rare;
    }

    /// A row per fault, a column per step; a dot where a fault cannot strike.
    public String table() {
        StringBuilder text = new StringBuilder("%-26s".formatted(""));
        for (Step step : Step.values()) {
            text.append(" %13s".formatted(step));
        }
        for (Fault fault : Fault.values()) {
            text.append("%n%-26s".formatted(fault));
            for (Step step : Step.values()) {
                text.append(
                        " %13s"
                                .formatted(
                                        fault.steps().contains(step)
                                                ? String.valueOf(of(fault, step))
                                                : "."));
            }
        }
        return text.toString();
    }
}
