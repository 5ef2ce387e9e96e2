package io.gapless.listener.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
    /// The library takes no other times than CloudWatch would.
    private static final Instant AT = Instant.now().minusSeconds(1);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static Measurements measurements(double value) {
        Map<ListenerMetric, Double> values = new EnumMap<>(ListenerMetric.class);
        for (ListenerMetric metric : ListenerMetric.values()) {
            values.put(metric, value);
        }
        return new Measurements(AT, values, Map.of("reconnectsByReason", Map.of("LIFETIME", 2)));
    }

    @Test
    void oneLineHoldsEveryMetricWithItsUnitAndTheRestAsProperties() throws Exception {
        try (EmbeddedMetrics metrics = new EmbeddedMetrics("trades-of-mine", lines::add)) {
            metrics.accept(measurements(17));
        }

        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        JsonNode directive = line.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(line.path("_aws").path("Timestamp").asLong()).isEqualTo(AT.toEpochMilli());
        assertThat(directive.path("Namespace").asText()).isEqualTo("Gapless/Listener");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Archive\"]]");
        assertThat(line.path("Archive").asText()).isEqualTo("trades-of-mine");
        assertThat(directive.path("Metrics"))
                .hasSize(
                        (int)
                                Arrays.stream(ListenerMetric.values())
                                        .filter(ListenerMetric::isMetric)
                                        .count());
        for (JsonNode told : directive.path("Metrics")) {
            ListenerMetric metric =
                    Arrays.stream(ListenerMetric.values())
                            .filter(m -> m.label().equals(told.path("Name").asText()))
                            .findAny()
                            .orElseThrow();
            assertThat(told.path("Unit").asText()).isEqualTo(metric.unit().toString());
        }
        for (ListenerMetric metric : ListenerMetric.values()) {
            assertThat(line.path(metric.label()).asDouble()).isEqualTo(17);
        }
        assertThat(line.path("reconnectsByReason").path("LIFETIME").asInt()).isEqualTo(2);
    }

    @Test
    void atMostFourAreMetricsBecauseEachIsPaidFor() {
        assertThat(Arrays.stream(ListenerMetric.values()).filter(ListenerMetric::isMetric))
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void anOutputThatNobodyReadsStopsNobodyAndDropsTheOldest() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        EmbeddedMetrics metrics =
                new EmbeddedMetrics(
                        "trades-of-mine",
                        line -> {
                            try {
                                read.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            lines.add(line);
                        });
        for (int i = 0; i < 3 * EmbeddedMetrics.MAX_WAITING; i++) {
            metrics.accept(measurements(i));
        }
        read.countDown();
        metrics.close();

        assertThat(lines)
                .hasSizeBetween(EmbeddedMetrics.MAX_WAITING, EmbeddedMetrics.MAX_WAITING + 1);
        assertThat(new ObjectMapper().readTree(lines.getLast()).path("Duplicates").asInt())
                .isEqualTo(3 * EmbeddedMetrics.MAX_WAITING - 1);
    }
}
