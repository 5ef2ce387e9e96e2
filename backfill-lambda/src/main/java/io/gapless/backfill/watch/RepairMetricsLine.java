package io.gapless.backfill.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairReport.Ending;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.cloudwatchlogs.emf.exception.DimensionSetExceededException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidDimensionException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidMetricException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidNamespaceException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidTimestampException;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;

/// A run's metrics as one line in CloudWatch's embedded metric format: a line of the log, and nothing
/// that has to be sent.
public final class RepairMetricsLine {
    public static final String NAMESPACE = "Gapless/Repair";

    /// The one dimension: which archive.
    public static final String DIMENSION = "Archive";

    private RepairMetricsLine() {}

    /// @param archive the bucket
    /// @param now the end of the run
    public static String of(
            String archive, RepairReport report, ArchiveHealth health, Instant now) {
        Map<RepairMetric, Double> values = values(report, health);
        try {
            MetricsContext context = new MetricsContext();
            context.setNamespace(NAMESPACE);
            context.putDimension(DIMENSION, archive);
            context.setTimestamp(now);
            for (Map.Entry<RepairMetric, Double> value : values.entrySet()) {
                RepairMetric metric = value.getKey();
                context.putMetric(metric.label(), value.getValue(), metric.unit());
            }
            context.putProperty("missingBySymbol", health.missingBySymbol());
            context.putProperty("fromDumps", report.fromDumps());
            context.putProperty("conflicts", report.conflicts());
            context.putProperty("ended", report.ending().name());
            return String.join("\n", context.serialize());
        } catch (InvalidNamespaceException
                | InvalidDimensionException
                | DimensionSetExceededException
                | InvalidTimestampException
                | InvalidMetricException
                | JsonProcessingException e) {
            throw new IllegalArgumentException("metrics of " + archive + " cannot be told", e);
        }
    }

    private static Map<RepairMetric, Double> values(RepairReport report, ArchiveHealth health) {
        Map<RepairMetric, Double> values = new EnumMap<>(RepairMetric.class);
        for (RepairMetric metric : RepairMetric.values()) {
            values.put(
                    metric,
                    (double)
                            switch (metric) {
                                case MISSING_TRADES -> health.missing();
                                case OLDEST_GAP_AGE -> health.oldestGap().toSeconds();
                                case TRADES_REPAIRED -> report.filled();
                                case BANNED -> report.ending() == Ending.BANNED ? 1 : 0;
                                case CHECKPOINT_RANGES -> health.mostRanges();
                            });
        }
        return values;
    }
}
