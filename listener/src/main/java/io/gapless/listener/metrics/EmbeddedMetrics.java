package io.gapless.listener.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.cloudwatchlogs.emf.exception.DimensionSetExceededException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidDimensionException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidMetricException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidNamespaceException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidTimestampException;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;

/// Writes measurements as lines in CloudWatch's embedded metric format, on a thread of its own: a
/// standard output that nobody reads must not stop the ingest.
///
/// Of the library it takes the format only. Its loggers look for an agent to send to wherever they do
/// not find themselves in a Lambda.
public final class EmbeddedMetrics implements MetricsSink {
    public static final String NAMESPACE = "Gapless/Listener";

    /// The one dimension: which archive.
    public static final String DIMENSION = "Archive";

    /// Most lines that wait to be written; then the oldest is dropped.
    static final int MAX_WAITING = 60;

    /// How long the last lines may take when the process ends.
    static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMetrics.class);

    private final String archive;
    private final Consumer<String> lines;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().name("metrics").daemon().factory(),
                    new ThreadPoolExecutor.DiscardOldestPolicy());

    /// @param archive the bucket or folder
    /// @param lines where to write, such as `System.out::println`
    public EmbeddedMetrics(String archive, Consumer<String> lines) {
        this.archive = archive;
        this.lines = lines;
    }

    @Override
    public void accept(Measurements measurements) {
        thread.execute(() -> format(measurements).forEach(lines));
    }

    /// Writes what waits, but not for longer than [#CLOSE_WITHIN].
    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean _ = thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> format(Measurements measurements) {
        try {
            MetricsContext context = new MetricsContext();
            context.setNamespace(NAMESPACE);
            context.putDimension(DIMENSION, archive);
            context.setTimestamp(measurements.at());
            for (ListenerMetric metric : ListenerMetric.values()) {
                double value = measurements.values().getOrDefault(metric, 0.0);
                if (metric.isMetric()) {
                    context.putMetric(metric.label(), value, metric.unit());
                } else {
                    context.putProperty(metric.label(), value);
                }
            }
            measurements.properties().forEach(context::putProperty);
            return context.serialize();
        } catch (InvalidNamespaceException
                | InvalidDimensionException
                | DimensionSetExceededException
                | InvalidTimestampException
                | InvalidMetricException
                | JsonProcessingException e) {
            LOG.atError().setCause(e).log("metrics cannot be told");
            return List.of();
        }
    }
}
