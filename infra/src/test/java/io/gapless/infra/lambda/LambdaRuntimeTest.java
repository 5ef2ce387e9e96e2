package io.gapless.infra.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.aws.AwsEmulators;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.S3Archive;
import io.gapless.backfill.watch.RepairMetric;
import io.gapless.batch.BatchKey;
import io.gapless.config.Setting;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.lambda.FunctionStart;
import io.gapless.lambda.RuntimeApi;
import io.gapless.lambda.RuntimeApi.Answer;
import io.gapless.lambda.RuntimeApi.Invocation;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real zip in Amazon's real runtime client, which asks a small Runtime API on loopback for work.
class LambdaRuntimeTest {
    private static final Path ZIP =
            Path.of("../backfill-lambda/target/backfill-lambda.zip").toAbsolutePath().normalize();
    private static final Symbol BTC = Symbol.of("BTCUSDT");
    private static final long OLD = SeededTape.FIRST_LIVE_ID - 50_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TIMEOUT = Duration.ofSeconds(70);
    private static final String SCHEDULED =
            "{\"source\":\"aws.scheduler\",\"detail-type\":\"Scheduled Event\"}";

    @TempDir static Path taskRoot;
    @TempDir Path folder;

    private final String bucket = AwsEmulators.newBucket();
    private final String table = AwsEmulators.newTable();
    private final Archive archive = new S3Archive(AwsEmulators.clients().s3(), bucket);
    private final Checkpoints checkpoints =
            new DynamoCheckpoints(AwsEmulators.clients().dynamoDb(), table);
    private RuntimeApi api;
    private SimulatedExchange exchange;

    @BeforeAll
    static void unpack() throws IOException {
        assumeTrue(Files.exists(ZIP), "the function's zip is not built: ./mvnw package");
        FunctionStart.unpack(ZIP, taskRoot);
    }

    @BeforeEach
    void open() throws IOException {
        api = new RuntimeApi();
        exchange =
                SimulatedExchange.start(ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT"), 2)));
    }

    @AfterEach
    void close() {
        exchange.close();
        api.close();
    }

    private LambdaEnvironment start(String name, Map<String, String> more) throws IOException {
        Map<String, String> variables = new HashMap<>(AwsEmulators.env());
        variables.put(Setting.BUCKET.variable(), bucket);
        variables.put(Setting.CHECKPOINT_TABLE.variable(), table);
        variables.put(Setting.BINANCE_REST_URL.variable(), exchange.restUrl().toString());
        variables.put(Setting.WEIGHT_PER_MINUTE.variable(), "6000");
        variables.put(Setting.CLAIM_LIFE.variable(), "2s");
        variables.putAll(more);
        return LambdaEnvironment.start(taskRoot, api, variables, folder.resolve(name));
    }

    private static String manual(long first, long last) {
        return "{\"symbol\":\"BTCUSDT\",\"fromId\":%d,\"toId\":%d}".formatted(first, last);
    }

    private static JsonNode report(Answer answer) throws IOException {
        assertThat(answer.failed()).as(answer.body()).isFalse();
        return new JsonMapper().readTree(answer.body());
    }

    /// From the keys alone: what is there, and that nothing is there twice.
    private Coverage archived() {
        Coverage ids = Coverage.EMPTY;
        for (Archive.Entry entry : archive.list("trades/", Optional.empty()).entries()) {
            TradeIdRange range = BatchKey.parse(entry.key()).range();
            assertThat(ids.overlaps(range)).as("%s twice", range).isFalse();
            ids = ids.plus(range);
        }
        return ids;
    }

    @Test
    void oneEnvironmentTakesManualScheduledAndRefusedEventsOneAfterTheOther() throws Exception {
        try (LambdaEnvironment lambda = start("log", Map.of())) {
            JsonNode asked = report(api.invoke(manual(OLD, OLD + 1_499), TIMEOUT).await(PATIENCE));
            assertThat(asked.path("filled").asLong()).isEqualTo(1_500);
            assertThat(archived()).isEqualTo(Coverage.of(new TradeIdRange(OLD, OLD + 1_499)));

            Answer refused = api.invoke("{\"symbol\":\"BTCUSDT\"}", TIMEOUT).await(PATIENCE);
            assertThat(refused.failed()).isTrue();
            assertThat(refused.body()).contains("Event refused").contains("Accepted forms");

            Checkpoint before = checkpoints.read(BTC).orElseThrow();
            assertThat(checkpoints.write(before.change().follow(OLD).at(before.updatedAt())))
                    .isTrue();
            JsonNode scheduled = report(api.invoke(SCHEDULED, TIMEOUT).await(PATIENCE));
            assertThat(scheduled.path("ended").asText()).isEqualTo("DONE");

            String metrics =
                    lambda.log().stream()
                            .filter(line -> line.contains("CloudWatchMetrics"))
                            .reduce((first, second) -> second)
                            .orElseThrow();
            assertThat(new JsonMapper().readTree(metrics).path("Archive").asText())
                    .isEqualTo(bucket);
            for (RepairMetric metric : RepairMetric.values()) {
                assertThat(metrics).contains(metric.label());
            }
        }
    }

    /// A claim stands for milliseconds, so it may be committed before anybody has looked.
    private static boolean begun(Checkpoint checkpoint) {
        return !checkpoint.claims().isEmpty() || !checkpoint.archived().isEmpty();
    }

    @Test
    void anEnvironmentKilledAtItsDeadlineLeavesAnArchiveThatTheNextOneFinishes() throws Exception {
        long last = OLD + 19_999;
        // Eight of the twenty pages a minute: it cannot be done before it is killed.
        Map<String, String> slow = Map.of(Setting.WEIGHT_PER_MINUTE.variable(), "200");
        try (LambdaEnvironment lambda = start("killed", slow)) {
            Invocation invocation = api.invoke(manual(OLD, last), TIMEOUT);
            await().atMost(PATIENCE)
                    .until(() ->
                            checkpoints.read(BTC).filter(LambdaRuntimeTest::begun).isPresent());
            lambda.kill();
            assertThat(invocation.answer()).isNotDone();
        }
        assertThat(archived().size()).isLessThan(20_000);

        try (LambdaEnvironment _ = start("next", Map.of())) {
            await().atMost(PATIENCE)
                    .until(() ->
                            report(api.invoke(SCHEDULED, TIMEOUT).await(PATIENCE))
                                            .path("left")
                                            .asLong()
                                    == 0);
        }
        assertThat(archived()).isEqualTo(Coverage.of(new TradeIdRange(OLD, last)));
        assertThat(checkpoints.read(BTC).orElseThrow().claims()).isEmpty();
    }

    @Test
    void aRunWithoutTimeForAllOfItEndsByItselfAndTellsWhatIsLeft() throws Exception {
        try (LambdaEnvironment _ =
                start("log", Map.of(Setting.WEIGHT_PER_MINUTE.variable(), "300"))) {
            // Twelve pages a minute: more than this run has time for.
            Duration timeout = Duration.ofSeconds(12);
            JsonNode report =
                    report(api.invoke(manual(OLD, OLD + 39_999), timeout).await(PATIENCE));
            assertThat(report.path("ended").asText()).isEqualTo("OUT_OF_TIME");
            assertThat(report.path("left").asLong()).isPositive();
        }
    }

    @Test
    void anEnvironmentRestoredFromASnapshotWorks() throws Exception {
        try (LambdaEnvironment _ = start("log", FunctionStart.WITH_SNAPSHOT)) {
            JsonNode report = report(api.invoke(manual(OLD, OLD + 99), TIMEOUT).await(PATIENCE));
            assertThat(report.path("filled").asLong()).isEqualTo(100);
            assertThat(api.restores()).isEqualTo(1);
        }
    }
}
