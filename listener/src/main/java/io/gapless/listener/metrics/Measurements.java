package io.gapless.listener.metrics;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What was measured since the last time.
///
/// @param at when the interval ended
/// @param values one for each metric; counts are of the interval
/// @param properties further facts of the same interval, which are no metrics and cost nothing: text,
///     numbers, or maps of these
public record Measurements(
        Instant at, Map<ListenerMetric, Double> values, Map<String, Object> properties) {
    public Measurements {
        values = new EnumMap<>(values);
        properties = new TreeMap<>(properties);
        for (ListenerMetric metric : ListenerMetric.values()) {
            if (!values.containsKey(metric)) {
                throw new IllegalArgumentException(metric + " was not measured");
            }
        }
    }
}
