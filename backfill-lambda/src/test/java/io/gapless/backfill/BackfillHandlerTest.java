package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.aws.AwsEmulators;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.DynamoMarks;
import io.gapless.aws.S3Archive;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.binance.BanMemory;
import io.gapless.config.Setting;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Coverage;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The function as Lambda calls it: real S3 and DynamoDB adapters over emulators, and the simulated
/// exchange over HTTP.
class BackfillHandlerTest {
    private static final Symbol BTC = Symbol.of("BTCUSDT");
    private static final Symbol ETH = Symbol.of("ETHUSDT");
    private static final long LIVE = SeededTape.FIRST_LIVE_ID;
    private static final long OLD = LIVE - 50_000;

    private final SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT", "ETHUSDT"), 2)));
    private final String bucket = AwsEmulators.newBucket();
    private final String table = AwsEmulators.newTable();
    private final Archive archive = new S3Archive(AwsEmulators.clients().s3(), bucket);
    private final Checkpoints checkpoints =
            new DynamoCheckpoints(AwsEmulators.clients().dynamoDb(), table);

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void theSchedulersEventFillsAGapBetweenWhatTheListenerArchived() throws Exception {
        gap();

        Map<String, Object> report =
                invoke(
                        """
                        {"version":"0","id":"5f39c13d","detail-type":"Scheduled Event",
                         "source":"aws.scheduler","account":"123456789012","region":"eu-central-1",
                         "time":"2026-10-08T16:53:00Z","resources":["arn:aws:scheduler:x"],"detail":"{}"}\
                        """);

        assertThat(report).containsEntry("ended", "DONE").containsEntry("filled", 1_500L);
        assertThat(archivedIds(BTC)).isEqualTo(ids(OLD, OLD + 1_699));
    }

    @Test
    void theClassicRulesEventAndAnEmptyOneDoTheSame() throws Exception {
        gap();

        assertThat(
                        invoke(
                                """
                                {"version":"0","id":"53dc4d37","detail-type":"Scheduled Event",
                                 "source":"aws.events","account":"123456789012","region":"eu-central-1",
                                 "time":"2026-10-08T16:53:06Z","resources":[],"detail":{}}\
                                """))
                .containsEntry("filled", 1_500L);
        assertThat(invoke("{}")).containsEntry("filled", 0L).containsEntry("left", 0L);
        assertThat(archivedIds(BTC)).isEqualTo(ids(OLD, OLD + 1_699));
    }

    @Test
    void aManualEventByIdsIsFetchedAtOnce() throws Exception {
        Map<String, Object> report =
                invoke(
                        "{\"symbol\":\"BTCUSDT\",\"fromId\":%d,\"toId\":%d}"
                                .formatted(OLD, OLD + 2_499));

        assertThat(report).containsEntry("ended", "DONE").containsEntry("filled", 2_500L);
        assertThat(report.get("asked")).asString().contains("is wanted: 2500 trades");
        assertThat(archivedIds(BTC)).isEqualTo(ids(OLD, OLD + 2_499));
    }

    @Test
    void aManualEventByTimesGetsExactlyTheTradesOfThatTime() throws Exception {
        Instant to = Instant.now().minus(Duration.ofMinutes(20));
        Instant from = to.minus(Duration.ofMinutes(5));

        Map<String, Object> report =
                invoke(
                        "{\"symbol\":\"ETHUSDT\",\"from\":\"%s\",\"to\":\"%s\"}"
                                .formatted(from, to));

        assertThat(report).containsEntry("ended", "DONE").containsEntry("left", 0L);
        TradeIdRange got = archivedIds(ETH).span().orElseThrow();
        assertThat(rows(ETH))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(Trade.instant(row.time())).isBetween(from, to));
        assertThat(tradeTime(ETH, got.first() - 1)).isBefore(from);
        assertThat(tradeTime(ETH, got.last() + 1)).isAfterOrEqualTo(to);
    }

    @Test
    void severalThingsAtOnceAndACancel() throws Exception {
        Map<String, Object> report =
                invoke(
                        """
                        [{"symbol":"BTCUSDT","fromId":%d,"toId":%d},
                         {"symbol":"ETHUSDT","fromId":%d,"toId":%d},
                         {"cancel":{"symbol":"ETHUSDT","fromId":%d,"toId":%d}}]\
                        """
                                .formatted(OLD, OLD + 9, OLD, OLD + 99, OLD + 50, OLD + 99));

        assertThat((List<?>) report.get("asked")).hasSize(3);
        assertThat(archivedIds(BTC)).isEqualTo(ids(OLD, OLD + 9));
        assertThat(archivedIds(ETH)).isEqualTo(ids(OLD, OLD + 49));
        assertThat(invoke("{\"cancel\":\"BTCUSDT\"}").get("asked"))
                .asString()
                .contains("nothing asked for is open");
    }

    @Test
    void anEventOfAnotherKindIsRefusedWithTheAcceptedForms() {
        assertThatThrownBy(() -> invoke("{\"Records\":[]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Accepted forms:");
        assertThatThrownBy(() -> invoke("{\"symbol\":\"BTCUSTD\",\"fromId\":1,\"toId\":2}"))
                .hasMessageContaining("Binance knows no such symbol: BTCUSTD");
        assertThat(checkpoints.all()).isEmpty();
    }

    @Test
    void aBanIsKeptInTheTableAndTheNextInvocationsAskNothing() throws Exception {
        gap();
        exchange.faults().inject(new Fault.RefuseCalls(418, 1, Duration.ofSeconds(900)));

        Map<String, Object> banned = invoke("{}");

        assertThat(banned).containsEntry("ended", "BANNED").containsEntry("left", 1_500L);
        assertThat(banned).containsKey("goesOnAt");
        long calls = exchange.counters().total(Counter.REST_CALLS);
        assertThat(invoke("{}")).containsEntry("ended", "BANNED");
        assertThat(exchange.counters().total(Counter.REST_CALLS)).isEqualTo(calls);
        assertThat(
                        BanMemory.stored(
                                new DynamoMarks(AwsEmulators.clients().dynamoDb(), table),
                                "backfill"))
                .isPresent();
    }

    @Test
    void aHealthLineThatCannotBeToldDoesNotHideWhatWasRepaired() throws Exception {
        gap();

        Map<String, Object> report =
                invoke(
                        "{}",
                        Duration.ofMinutes(2),
                        _ -> {
                            throw new IllegalStateException("standard output is closed");
                        });

        assertThat(report).containsEntry("ended", "DONE").containsEntry("filled", 1_500L);
    }

    @Test
    void withHardlyAnyTimeLeftItStoresWhatIsWantedAndLeavesTheRestToTheSchedule() throws Exception {
        Map<String, Object> report =
                invoke(
                        "{\"symbol\":\"BTCUSDT\",\"fromId\":%d,\"toId\":%d}"
                                .formatted(OLD, OLD + 99),
                        Duration.ofSeconds(1));

        assertThat(report).containsEntry("ended", "OUT_OF_TIME").containsEntry("left", 100L);
        assertThat(invoke("{}")).containsEntry("filled", 100L);
    }

    /// Archived, missing, archived.
    private void gap() throws InterruptedException {
        Checkpoint followed = Checkpoint.none(BTC).change().follow(OLD).at(Instant.now());
        assertThat(checkpoints.write(followed)).isTrue();
        listenerArchives(OLD, OLD + 99);
        listenerArchives(OLD + 1_600, OLD + 1_699);
    }

    private void listenerArchives(long first, long last) throws InterruptedException {
        TradeColumns rows = new TradeColumns(1);
        long now = Trade.micros(Instant.now());
        long midnight =
                Trade.micros(
                        Instant.now()
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate()
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant());
        for (long id = first; id <= last; id++) {
            rows.add(
                    new Trade(
                            id,
                            1,
                            1,
                            Math.max(midnight, now - 1_000_000),
                            true,
                            true,
                            now,
                            now,
                            Source.LIVE));
        }
        BatchWrite write =
                new BatchWrite(
                        List.of(EncodedBatch.own(new Batch(BTC, rows), Seeds.random(first))),
                        checkpoints.read(BTC).orElseThrow(),
                        new Claimant("listener", Duration.ofSeconds(30)),
                        Instant.MAX,
                        Seeds.random(last));
        var _ =
                new ProcedureRunner(archive, checkpoints, InstantSource.system(), _ -> {})
                        .run(write);
    }

    private Map<String, Object> invoke(String event) throws JsonProcessingException {
        return invoke(event, Duration.ofMinutes(2));
    }

    private Map<String, Object> invoke(String event, Duration remaining)
            throws JsonProcessingException {
        return invoke(event, remaining, _ -> {});
    }

    /// A cold start and one invocation, with the event as Lambda's runtime hands it over.
    private Map<String, Object> invoke(String event, Duration remaining, Consumer<String> metrics)
            throws JsonProcessingException {
        Map<String, String> env = new HashMap<>(AwsEmulators.env());
        env.put(Setting.BUCKET.variable(), bucket);
        env.put(Setting.CHECKPOINT_TABLE.variable(), table);
        env.put(Setting.BINANCE_REST_URL.variable(), exchange.restUrl().toString());
        Object parsed = new JsonMapper().readValue(event, Object.class);
        return new BackfillHandler(env, metrics)
                .handleRequest(parsed, new RemainingTime(remaining));
    }

    private Instant tradeTime(Symbol symbol, long id) {
        return Trade.instant(
                exchange.trades(symbol.exchangeName(), id, 1).getFirst().tradeMicros());
    }

    private List<Trade> rows(Symbol symbol) {
        return archive.list(BatchKey.prefix(symbol), Optional.empty()).entries().stream()
                .flatMap(entry -> rows(BatchKey.parse(entry.key())).stream())
                .toList();
    }

    private List<Trade> rows(BatchKey key) {
        byte[] object = archive.get(key.toString()).orElseThrow();
        return switch (new BatchCodec().decode(key, object)) {
            case Content.Rows(var _, var trades) -> trades.rows();
            case Content.Void _ -> List.of();
        };
    }

    private Coverage archivedIds(Symbol symbol) {
        Set<Long> seen = new HashSet<>();
        Coverage ids = Coverage.EMPTY;
        for (Trade row : rows(symbol)) {
            assertThat(seen.add(row.id())).as("%s once", row).isTrue();
            ids = ids.plus(new TradeIdRange(row.id(), row.id()));
        }
        assertThat(checkpoints.read(symbol).orElseThrow().stored()).isEqualTo(ids);
        return ids;
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    @Test
    void aFunctionThatReachesNobodyBeforeItsSnapshotIsMadeAllTheSame() throws Exception {
        Map<String, String> env = new HashMap<>(AwsEmulators.env());
        env.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9");
        env.put(Setting.BUCKET.variable(), bucket);
        env.put(Setting.CHECKPOINT_TABLE.variable(), table);
        env.put(Setting.BINANCE_REST_URL.variable(), "http://127.0.0.1:9");
        env.put(WarmUp.INITIALIZATION, WarmUp.SNAPSHOT);

        assertThat(new BackfillHandler(env, _ -> {})).isNotNull();
    }
}
