package io.gapless.infra.watching;

import io.gapless.backfill.watch.RepairMetric;
import io.gapless.backfill.watch.RepairMetricsLine;
import io.gapless.backfill.watch.SealMetricsLine;
import io.gapless.listener.metrics.EmbeddedMetrics;
import io.gapless.listener.metrics.ListenerMetric;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/// The programs' own metrics, as they tell them: names, namespaces and dimension are theirs.
///
/// @param archive the bucket's name, which is the dimension's value
/// @param stack the name of the stack, for the metric that is counted from the log
record Metrics(String archive, String stack) {
    /// Lines of the programs' logs that have an `alarm`: counted by CloudWatch.
    static final String ALARM_LINES = "AlarmLines";

    Metric listener(ListenerMetric metric, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(EmbeddedMetrics.NAMESPACE)
                .metricName(metric.label())
                .dimensionsMap(Map.of(EmbeddedMetrics.DIMENSION, archive))
                .statistic(statistic)
                .period(period)
                .build();
    }

    Metric repair(RepairMetric metric, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(RepairMetricsLine.NAMESPACE)
                .metricName(metric.label())
                .dimensionsMap(Map.of(RepairMetricsLine.DIMENSION, archive))
                .statistic(statistic)
                .period(period)
                .build();
    }

    /// Told by each nightly run of sealing.
    Metric oldestUnsealed(Duration period) {
        return Metric.Builder.create()
                .namespace(SealMetricsLine.NAMESPACE)
                .metricName(SealMetricsLine.OLDEST_UNSEALED)
                .dimensionsMap(Map.of(RepairMetricsLine.DIMENSION, archive))
                .statistic("Minimum")
                .period(period)
                .build();
    }

    String alarmLineNamespace() {
        return "Gapless/" + stack;
    }

    Metric alarmLines(Duration period) {
        return Metric.Builder.create()
                .namespace(alarmLineNamespace())
                .metricName(ALARM_LINES)
                .statistic("Sum")
                .period(period)
                .build();
    }

    static Metric aws(
            String namespace,
            String name,
            Map<String, String> dimensions,
            String statistic,
            Duration period) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period)
                .build();
    }
}
