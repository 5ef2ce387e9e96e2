package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Claim;
import io.gapless.aws.AwsEmulators;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.S3Archive;
import io.gapless.backfill.watch.SealMetricsLine;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.config.Setting;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The function that seals as Lambda calls it, over emulators.
class SealHandlerTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;

    private final String bucket = AwsEmulators.newBucket();
    private final String table = AwsEmulators.newTable();
    private final Archive archive = new S3Archive(AwsEmulators.clients().s3(), bucket);
    private final Checkpoints checkpoints =
            new DynamoCheckpoints(AwsEmulators.clients().dynamoDb(), table);
    private final List<String> metrics = new ArrayList<>();
    private final SampleTrades market = new SampleTrades(2).fromId(100);
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private Map<String, Object> invoke(String event) throws Exception {
        Map<String, String> env = new HashMap<>(AwsEmulators.env());
        env.put(Setting.BUCKET.variable(), bucket);
        env.put(Setting.CHECKPOINT_TABLE.variable(), table);
        env.put(Setting.BINANCE_REST_URL.variable(), "http://127.0.0.1:1");
        env.put(Setting.DUMP_URL.variable(), "none");
        return new SealHandler(env, metrics::add)
                .handleRequest(
                        new JsonMapper().readValue(event, Object.class),
                        new RemainingTime(Duration.ofMinutes(15)));
    }

    private void archive(TradeColumns rows) {
        for (Batch batch : Batch.cut(SYMBOL, rows, 40)) {
            String id = "c" + batch.range().first();
            change(c -> c.claim(new Claim(id, batch.key(), "test", today)));
            archive.put(batch.key().toString(), new BatchCodec().encode(batch), Map.of());
            change(c -> c.commit(Set.of(id)));
        }
    }

    private void change(UnaryOperator<CheckpointChange> step) {
        Checkpoint stored = checkpoints.read(SYMBOL).orElse(Checkpoint.none(SYMBOL));
        assertThat(checkpoints.write(step.apply(stored.change()).at(today))).isTrue();
    }

    private List<String> keys(String prefix) {
        return archive.list(prefix, Optional.empty()).entries().stream()
                .map(Archive.Entry::key)
                .toList();
    }

    @Test
    void aNightlyRunSealsWhatIsCompleteAndTellsWhatIsNot() throws Exception {
        change(c -> c.follow(100));
        archive(market.at(today.minus(Duration.ofDays(2))).take(90));
        archive(market.at(today.minus(Duration.ofDays(1))).take(90));

        Map<String, Object> report =
                invoke("{\"source\":\"aws.scheduler\",\"detail-type\":\"Scheduled Event\"}");

        assertThat(report)
                .containsEntry("looked", 2)
                .containsEntry("certified", 1L)
                .containsEntry("open", 1L)
                .containsEntry("wrong", 0L);
        LocalDate date = LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(2);
        assertThat(keys("sealed/")).singleElement().asString().contains("/date=" + date + "/");
        assertThat(keys("certificates/")).hasSize(2);
        assertThat(metrics).hasSize(1);
        JsonNode line = new JsonMapper().readTree(metrics.getFirst());
        assertThat(line.path("Archive").asText()).isEqualTo(bucket);
        assertThat(line.path(SealMetricsLine.OLDEST_UNSEALED).asLong())
                .isEqualTo(Duration.between(today, Instant.now()).toHours());
        assertThat(invoke("{}")).containsEntry("certified", 0L);
    }

    @Test
    void daysOfOneSymbolAreSealedOnDemand() throws Exception {
        change(c -> c.follow(100));
        for (String date : List.of("2026-01-01", "2026-01-02", "2026-01-03")) {
            archive(market.at(Instant.parse(date + "T00:00:00Z")).take(50));
        }

        Map<String, Object> report =
                invoke("{\"symbol\":\"BTCUSDT\",\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}");

        assertThat(report).containsEntry("looked", 2).containsEntry("certified", 2L);
        assertThat(metrics).isEmpty();
    }

    @Test
    void anEventThatIsNeitherIsRefusedWithTheAcceptedForms() {
        for (String event :
                List.of(
                        "[]",
                        "{\"symbol\":\"BTCUSDT\"}",
                        "{\"symbol\":\"BTCUSDT\",\"from\":\"2026-01-02\",\"to\":\"2026-01-01\"}",
                        "{\"symbol\":\"../x\",\"from\":\"2026-01-01\",\"to\":\"2026-01-01\"}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> invoke(event))
                    .withMessageContaining("Event refused")
                    .withMessageContaining("Accepted forms");
        }
    }
}
