package io.gapless.listener.metrics;

import io.gapless.listener.feed.FeedStatistics;
import io.gapless.listener.feed.ReconnectReason;
import io.gapless.listener.ingest.Ingest;
import io.gapless.listener.ingest.IngestCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Makes measurements of an interval out of counts since the start. For the ingest thread.
public final class Meter {
    private final Ingest ingest;
    private final Map<Object, Long> before = new HashMap<>();

    public Meter(Ingest ingest) {
        this.ingest = ingest;
    }

    /// What happened since the last call.
    ///
    /// @param longestWrite of the writes that ended since then
    public Measurements measure(FeedStatistics feed, Duration longestWrite, Instant now) {
        IngestCounts counts = ingest.counts();
        Map<ListenerMetric, Double> values = new EnumMap<>(ListenerMetric.class);
        for (ListenerMetric metric : ListenerMetric.values()) {
            values.put(
                    metric,
                    (double)
                            switch (metric) {
                                case TRADES_RECEIVED -> since(metric, counts.tradesReceived());
                                case DUPLICATES -> since(metric, counts.duplicates());
                                case GAPS_OPENED -> since(metric, counts.gapsOpened());
                                case TRADES_GIVEN_UP -> since(metric, counts.tradesGivenUp());
                                case BYTES_ARCHIVED -> since(metric, counts.bytesArchived());
                                case RECONNECTS -> since(metric, feed.reconnectsTotal());
                                case MEMORY_HELD -> ingest.takeMostHeldBytes();
                                case UNARCHIVED_AGE -> ingest.unarchivedAge(now).toMillis();
                                case EXCHANGE_TO_DURABLE -> counts.takeLongestDelayMicros() / 1_000;
                                case FLUSH_TIME -> longestWrite.toMillis();
                            });
        }
        return new Measurements(now, values, properties(feed, counts));
    }

    private Map<String, Object> properties(FeedStatistics feed, IngestCounts counts) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put("tradesArchived", since("archived", counts.tradesArchived()));
        properties.put("objectsArchived", since("objects", counts.objectsArchived()));
        properties.put("tradesArchivedByOthers", since("others", counts.tradesArchivedByOthers()));
        properties.put("writesFailed", since("failed", counts.writesFailed()));
        properties.put("unreadableFrames", since("unreadable", feed.unreadable()));
        properties.put("connectionsWanted", feed.wantedConnections());
        properties.put("connectionsOpen", feed.openConnections());
        properties.put("connectionsDelivering", feed.deliveringConnections());
        feed.trouble().ifPresent(trouble -> properties.put("trouble", trouble));
        Map<String, Long> reasons = new TreeMap<>();
        for (ReconnectReason reason : ReconnectReason.values()) {
            long times = since(reason, feed.reconnects().getOrDefault(reason, 0L));
            if (times > 0) {
                reasons.put(reason.name(), times);
            }
        }
        properties.put("reconnectsByReason", reasons);
        return properties;
    }

    private long since(Object count, long now) {
        Long last = before.put(count, now);
        return now - (last == null ? 0 : last);
    }
}
