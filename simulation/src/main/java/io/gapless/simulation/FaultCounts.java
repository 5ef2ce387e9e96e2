package io.gapless.simulation;

import java.util.EnumMap;
import java.util.Map;

/// How often each fault struck at each step, over many worlds.
public final class FaultCounts {
    private final Map<Fault, Map<Step, Long>> counts = new EnumMap<>(Fault.class);

    public void add(Map<Fault, Map<Step, Long>> more) {
        more.forEach((fault, steps) -> {
            Map<Step, Long> mine = counts.computeIfAbsent(fault, _ -> new EnumMap<>(Step.class));
            steps.forEach((step, count) -> mine.merge(step, count, Long::sum));
        });
    }

    /// How often a fault struck in all.
    public long of(Fault fault) {
        return counts.getOrDefault(fault, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /// One line per fault.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Fault fault : Fault.values()) {
            text.append("%-20s".formatted(fault));
            counts.getOrDefault(fault, Map.of())
                    .forEach((step, count) ->
                            text.append(' ').append(step).append(' ').append(count));
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
