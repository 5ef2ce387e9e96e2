package io.gapless.backfill.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gapless.seal.SealReport;
import software.amazon.cloudwatchlogs.emf.exception.DimensionSetExceededException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidDimensionException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidMetricException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidNamespaceException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidTimestampException;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.model.Unit;

/// A nightly run's one metric as a line in CloudWatch's embedded metric format. What else there is to
/// say stands in the same line as properties.
public final class SealMetricsLine {
    public static final String NAMESPACE = "Gapless/Seal";

    /// How long the oldest day that should be sealed, and is not, has been over; hours, as the unit
    /// `NONE` allows.
    public static final String OLDEST_UNSEALED = "OldestUnsealedDay";

    private SealMetricsLine() {}

    /// @param archive the bucket
    public static String of(String archive, SealReport report) {
        try {
            MetricsContext context = new MetricsContext();
            context.setNamespace(NAMESPACE);
            context.putDimension(RepairMetricsLine.DIMENSION, archive);
            context.setTimestamp(report.endedAt());
            context.putMetric(OLDEST_UNSEALED, (double) report.oldestOpen().toHours(), Unit.NONE);
            context.putProperty("certified", report.certified());
            context.putProperty("open", report.open());
            context.putProperty("wrong", report.wrong());
            context.putProperty("conflicts", report.conflicts());
            context.putProperty("left", report.left());
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
}
