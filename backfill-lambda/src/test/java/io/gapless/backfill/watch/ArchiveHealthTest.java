package io.gapless.backfill.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Deferral;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchiveHealthTest {
    private static final Instant NOW = SampleCheckpoints.NOW;
    private static final Checkpoint WHOLE =
            SampleCheckpoints.stored(SampleCheckpoints.followed(100), 100, 199);
    private static final Checkpoint HOLED = SampleCheckpoints.stored(WHOLE, 250, 299);

    @Test
    void aWholeArchiveMissesNothing() {
        assertThat(ArchiveHealth.of(List.of(WHOLE), NOW))
                .isEqualTo(new ArchiveHealth(0, java.util.Map.of(), Duration.ZERO, 1));
    }

    @Test
    void aHoleCountsWithEveryIdAndByItsSymbol() {
        ArchiveHealth health = ArchiveHealth.of(List.of(HOLED), NOW);
        assertThat(health.missing()).isEqualTo(50);
        assertThat(health.missingBySymbol())
                .containsOnly(java.util.Map.entry(HOLED.symbol().toString(), 50L));
        assertThat(health.mostRanges()).isEqualTo(2);
    }

    @Test
    void aGapIsAsOldAsTheFirstTryThatCouldNotFillIt() {
        Checkpoint deferred =
                HOLED.change()
                        .defer(
                                List.of(
                                        new Deferral(
                                                new TradeIdRange(200, 249),
                                                Deferral.Reason.REST_LAGS,
                                                NOW.minusSeconds(900),
                                                NOW)))
                        .at(NOW);
        assertThat(ArchiveHealth.of(List.of(WHOLE, deferred), NOW).oldestGap())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aClaimThatNobodyTookOverCountsFromItsExpiry() {
        Checkpoint claimed =
                WHOLE.change()
                        .claim(SampleCheckpoints.claim(WHOLE.symbol(), "c", 200, 249))
                        .at(NOW);
        Instant later = NOW.plusSeconds(120 + 77);
        ArchiveHealth health = ArchiveHealth.of(List.of(claimed), later);
        assertThat(health.oldestGap()).isEqualTo(Duration.ofSeconds(77));
        assertThat(health.missing()).isZero();
    }

    @Test
    void whatABackfillAskedForIsNotMissing() {
        Checkpoint asked = WHOLE.change().ask(new TradeIdRange(1, 50)).at(NOW);
        assertThat(ArchiveHealth.of(List.of(asked), NOW).missing()).isZero();
    }

    @Test
    void oneLineTellsEveryMetricOfTheArchiveAndNoneBySymbol() throws Exception {
        Instant now = Instant.now();
        RepairReport report =
                new RepairReport(
                        now,
                        now,
                        RepairReport.Ending.BANNED,
                        "",
                        Optional.empty(),
                        List.of(
                                new RepairReport.SymbolReport(
                                        Symbol.of("BTCUSDT"),
                                        30,
                                        4,
                                        12,
                                        1,
                                        List.of(),
                                        0,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        2,
                                        List.of())));
        String line =
                RepairMetricsLine.of("mine", report, ArchiveHealth.of(List.of(HOLED), now), now);

        assertThat(line).doesNotContain("\n").contains("\"conflicts\":2", "\"fromDumps\":12");
        JsonNode json = new ObjectMapper().readTree(line);
        JsonNode directive = json.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo(RepairMetricsLine.NAMESPACE);
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Archive\"]]");
        Set<String> told = new TreeSet<>();
        directive.path("Metrics").forEach(metric -> told.add(metric.path("Name").asText()));
        Set<String> all = new TreeSet<>();
        for (RepairMetric metric : RepairMetric.values()) {
            all.add(metric.label());
        }
        assertThat(told).isEqualTo(all);
        assertThat(json.path("MissingTrades").asLong()).isEqualTo(50);
        assertThat(json.path("TradesRepaired").asLong()).isEqualTo(34);
        assertThat(json.path("Banned").asLong()).isEqualTo(1);
        assertThat(json.path("CheckpointRanges").asLong()).isEqualTo(2);
    }
}
