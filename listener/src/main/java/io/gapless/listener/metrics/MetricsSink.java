package io.gapless.listener.metrics;

/// Where measurements go.
@FunctionalInterface
public interface MetricsSink extends AutoCloseable {
    /// Takes measurements over. Called by the ingest thread: returns at once, whatever happens to them.
    void accept(Measurements measurements);

    /// Nothing more comes: finishes what waits, within a short time.
    @Override
    default void close() {}
}
