package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Gap;
import io.gapless.aws.AwsEmulators;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.S3Archive;
import io.gapless.config.Setting;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The real listener as a process, with the real adapters over S3Proxy, DynamoDB Local and the
/// simulated exchange.
class ListenerProcessTest {
    private static final List<String> NAMES = List.of("BTCUSDT", "ETHUSDT");
    private static final double TRADES_A_SECOND = 200;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final SimulatedExchange exchange =
            SimulatedExchange.start(ExchangeSettings.of(SeededTape.of(NAMES, TRADES_A_SECOND)));
    private final String bucket = AwsEmulators.newBucket();
    private final String table = AwsEmulators.newTable();
    private final Archive archive = new S3Archive(AwsEmulators.clients().s3(), bucket);
    private final Checkpoints checkpoints =
            new DynamoCheckpoints(AwsEmulators.clients().dynamoDb(), table);
    private final Map<String, String> environment = new HashMap<>(AwsEmulators.env());

    @BeforeEach
    void configure() {
        set(Setting.SYMBOLS, String.join(",", NAMES));
        set(Setting.BUCKET, bucket);
        set(Setting.CHECKPOINT_TABLE, table);
        set(Setting.FLUSH_INTERVAL, "2s");
        set(Setting.BATCH_TRADES, "150");
        set(Setting.CLAIM_LIFE, "5s");
        set(Setting.BINANCE_STREAM_URL, exchange.streamUrl().toString());
        set(Setting.BINANCE_REST_URL, exchange.restUrl().toString());
    }

    @AfterEach
    void closeExchange() {
        exchange.close();
    }

    private void set(Setting setting, String value) {
        environment.put(setting.variable(), value);
    }

    private Checkpoint checkpoint(String name) {
        return checkpoints.read(Symbol.of(name)).orElseThrow();
    }

    private Coverage archived(String name) {
        return checkpoints.read(Symbol.of(name)).map(Checkpoint::archived).orElse(Coverage.EMPTY);
    }

    private void awaitArchived(long trades) {
        await().atMost(LONG)
                .until(() -> NAMES.stream().allMatch(name -> archived(name).size() >= trades));
    }

    /// Reads the archive itself, and compares it with the checkpoint and with what was traded.
    private ArchiveContent proven(String name) {
        ArchiveContent content = ArchiveContent.of(archive, Symbol.of(name));
        Checkpoint checkpoint = checkpoint(name);
        assertThat(checkpoint.archived().minus(content.ids()).isEmpty()).isTrue();
        assertThat(content.ids().minus(checkpoint.archived()).minus(checkpoint.claimed()).isEmpty())
                .as("only a claim can have an object that is not committed")
                .isTrue();
        for (TradeIdRange range : content.ids().ranges()) {
            for (long from = range.first(); from <= range.last(); from += 1_000) {
                int limit = Math.toIntExact(Math.min(1_000, range.last() - from + 1));
                List<io.gapless.exchange.tape.Trade> truth = exchange.trades(name, from, limit);
                assertThat(truth).hasSize(limit);
                truth.forEach(traded -> assertSame(content.trades().get(traded.id()), traded));
            }
        }
        return content;
    }

    private static void assertSame(Trade archived, io.gapless.exchange.tape.Trade traded) {
        assertThat(archived.price()).isEqualTo(traded.price());
        assertThat(archived.quantity()).isEqualTo(traded.quantity());
        assertThat(archived.time()).isEqualTo(traded.tradeMicros());
        assertThat(archived.buyerIsMaker()).isEqualTo(traded.buyerMaker());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void everyReceivedTradeIsArchivedOnceWhenItIsToldToStopInMidStream(@TempDir Path folder)
            throws Exception {
        Path heartbeat = folder.resolve("heartbeat");
        set(Setting.HEARTBEAT_FILE, heartbeat.toString());
        try (ListenerJvm listener = ListenerJvm.start(environment)) {
            awaitArchived(1_000);
            assertThat(Files.exists(heartbeat)).isTrue();
            listener.terminate();
            listener.terminate();

            assertThat(listener.exitCode()).isZero();
            JsonNode stopped = listener.log("stopped").getFirst();
            assertThat(stopped.path("drained").asBoolean()).isTrue();
            for (String name : NAMES) {
                long last = stopped.path("lastReceived").path(name).asLong();
                Coverage ids = proven(name).ids();
                assertThat(ids.rangeCount()).isEqualTo(1);
                assertThat(ids.span().orElseThrow().last()).isEqualTo(last);
                Checkpoint checkpoint = checkpoint(name);
                assertThat(checkpoint.claims()).isEmpty();
                long origin = checkpoint.wanted().followedFrom().orElseThrow();
                assertThat(ids.span().orElseThrow().first()).isBetween(origin, origin + 2_000);
            }
        }
    }

    @Test
    void aKilledListenerLeavesAHoleThatTheCheckpointShowsAndTheNextOneGoesOn() throws Exception {
        try (ListenerJvm killed = ListenerJvm.start(environment)) {
            awaitArchived(500);
            killed.kill();
        }
        Map<String, Long> before = new HashMap<>();
        NAMES.forEach(name -> before.put(name, archived(name).span().orElseThrow().last()));
        // It held more than it had archived: those trades were lost with it.
        NAMES.forEach(name ->
                await().atMost(LONG)
                        .until(() -> exchange.truth(name).lastId() > before.get(name) + 500));

        try (ListenerJvm next = ListenerJvm.start(environment)) {
            NAMES.forEach(name ->
                    await().atMost(LONG)
                            .until(() ->
                                    archived(name).span().orElseThrow().last()
                                            > before.get(name) + 1_500));
            next.terminate();
            assertThat(next.exitCode()).isZero();
        }
        for (String name : NAMES) {
            Checkpoint checkpoint = checkpoint(name);
            Coverage known = proven(name).ids().plus(checkpoint.claimed());
            List<TradeIdRange> gaps =
                    checkpoint.gaps(OptionalLong.empty()).stream().map(Gap::range).toList();
            assertThat(
                            known.overlaps(
                                    new TradeIdRange(before.get(name) + 1, before.get(name) + 400)))
                    .as("trades that were lost are claimed at most")
                    .isEqualTo(!checkpoint.claims().isEmpty());
            long origin = checkpoint.wanted().followedFrom().orElseThrow();
            assertThat(known.plus(Coverage.of(gaps)).minus(lower(origin)))
                    .isEqualTo(
                            Coverage.of(
                                    new TradeIdRange(origin, known.span().orElseThrow().last())));
        }
    }

    @Test
    void twoListenersSideBySideArchiveNothingTwiceAlsoWhenOneIsKilled() throws Exception {
        try (ListenerJvm one = ListenerJvm.start(environment);
                ListenerJvm other = ListenerJvm.start(environment)) {
            awaitArchived(1_000);
            one.kill();
            Map<String, Long> then = new HashMap<>();
            NAMES.forEach(name -> then.put(name, exchange.truth(name).lastId()));
            NAMES.forEach(name ->
                    await().atMost(LONG)
                            .until(() ->
                                    archived(name).span().orElseThrow().last() > then.get(name)));
            other.terminate();

            assertThat(other.exitCode()).isZero();
            for (String name : NAMES) {
                Checkpoint checkpoint = checkpoint(name);
                Coverage known = proven(name).ids().plus(checkpoint.claimed());
                assertThat(known.rangeCount()).as("what one lost the other had").isEqualTo(1);
                long last =
                        other.log("stopped").getFirst().path("lastReceived").path(name).asLong();
                assertThat(known.span().orElseThrow().last()).isEqualTo(last);
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void toldToStopWhileItStillStartsItEndsAtOnce() throws Exception {
        set(Setting.BINANCE_REST_URL, "http://127.0.0.1:1");
        try (ListenerJvm listener = ListenerJvm.start(environment)) {
            await().atMost(LONG).until(() -> !listener.log("starting").isEmpty());
            listener.terminate();

            assertThat(listener.exitCode()).isZero();
            assertThat(listener.log("cannot start")).isEmpty();
        }
    }

    @Test
    void aWrongConfigurationIsToldWholeAndEndsWithItsOwnCode() throws Exception {
        environment.remove(Setting.BUCKET.variable());
        set(Setting.FLUSH_INTERVAL, "often");
        try (ListenerJvm listener = ListenerJvm.start(environment)) {
            assertThat(listener.exitCode()).isEqualTo(ExitCode.WRONG_CONFIGURATION.number());
            assertThat(listener.errors())
                    .containsExactly(
                            "gapless listener: GAPLESS_BUCKET is not set: the archive's S3 bucket",
                            "gapless listener: GAPLESS_FLUSH_INTERVAL=often: expected a time span such as 60s, 5m, 1h or PT1M");
            assertThat(listener.log("cannot start")).hasSize(2);
        }
    }

    @Test
    void unknownSymbolsAreNamedAndEndTheStart() throws Exception {
        set(Setting.SYMBOLS, "BTCUSDT,BTCUSTD,ETHUSD");
        assertCannotStart(
                "The exchange knows no such symbol: BTCUSTD, ETHUSD. Check the names (GAPLESS_SYMBOLS, --symbols); they look like BTCUSDT.");
    }

    @Test
    void aMissingBucketEndsTheStart() throws Exception {
        set(Setting.BUCKET, "no-such-bucket");
        assertCannotStart("there is no bucket no-such-bucket. Create it");
    }

    @Test
    void aMissingTableEndsTheStart() throws Exception {
        set(Setting.CHECKPOINT_TABLE, "no-such-table");
        assertCannotStart("there is no table no-such-table");
    }

    private void assertCannotStart(String sentence) throws IOException, InterruptedException {
        try (ListenerJvm listener = ListenerJvm.start(environment)) {
            assertThat(listener.exitCode()).isEqualTo(ExitCode.CANNOT_WORK_HERE.number());
            assertThat(listener.errors()).singleElement().asString().contains(sentence);
            assertThat(listener.log("cannot start"))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.path("problem").asText()).contains(sentence));
        }
    }

    private static TradeIdRange lower(long origin) {
        return new TradeIdRange(0, origin - 1);
    }
}
