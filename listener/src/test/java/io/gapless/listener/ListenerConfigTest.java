package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gapless.config.InvalidConfigurationException;
import io.gapless.config.Setting;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.SymbolSelection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenerConfigTest {
    private static final long HEAP = 200 << 20;

    private static Map<String, String> required() {
        return new HashMap<>(
                Map.of(
                        Setting.SYMBOLS.variable(),
                        "BTCUSDT, ETHUSDT",
                        Setting.BUCKET.variable(),
                        "trades-of-mine",
                        Setting.CHECKPOINT_TABLE.variable(),
                        "checkpoints",
                        "AWS_REGION",
                        "ap-northeast-1"));
    }

    @Test
    void whatIsNotSetSuitsTheLiveExchangeAndASmallTask() {
        ListenerConfig config = ListenerConfig.from(required(), HEAP);

        assertThat(config.bucket()).isEqualTo("trades-of-mine");
        assertThat(config.checkpointTable()).isEqualTo("checkpoints");
        assertThat(config.aws().region()).isEqualTo("ap-northeast-1");
        assertThat(config.exchange().streamUrl())
                .isEqualTo(URI.create("wss://stream.binance.com:9443"));
        assertThat(config.exchange().restUrl()).isEqualTo(URI.create("https://api.binance.com"));
        assertThat(config.exchange().weightPerMinute()).isEqualTo(3_000);
        assertThat(config.exchange().caller()).isEqualTo("listener");
        assertThat(config.listener())
                .isEqualTo(
                        new ListenerSettings(
                                SymbolSelection.parse("BTCUSDT,ETHUSDT"),
                                new IngestSettings(
                                        new FlushPolicy(Duration.ofSeconds(60), 50_000),
                                        Duration.ofSeconds(3),
                                        124L << 20),
                                new Claimant("listener", Duration.ofSeconds(30)),
                                Duration.ofSeconds(100),
                                Optional.empty()));
    }

    @Test
    void everyVariableIsRead() {
        Map<String, String> variables = required();
        variables.put(Setting.FLUSH_INTERVAL.variable(), "PT2M30S");
        variables.put(Setting.BATCH_TRADES.variable(), "1000");
        variables.put(Setting.REORDER_GRACE.variable(), "500ms");
        variables.put(Setting.MEMORY_LIMIT.variable(), "77");
        variables.put(Setting.STOP_TIMEOUT.variable(), "20s");
        variables.put(Setting.CLAIM_LIFE.variable(), "45s");
        variables.put(Setting.HEARTBEAT_FILE.variable(), "/tmp/heartbeat");
        variables.put(Setting.BINANCE_STREAM_URL.variable(), "ws://127.0.0.1:1/");
        variables.put(Setting.BINANCE_REST_URL.variable(), "http://127.0.0.1:2");
        variables.put(Setting.WEIGHT_PER_MINUTE.variable(), "500");
        variables.put(Setting.CALLER.variable(), "tokyo");
        variables.put("HOSTNAME", "ip-10-0-0-7");

        ListenerConfig config = ListenerConfig.from(variables, HEAP);

        assertThat(config.exchange().streamUrl()).isEqualTo(URI.create("ws://127.0.0.1:1"));
        assertThat(config.exchange().restUrl()).isEqualTo(URI.create("http://127.0.0.1:2"));
        assertThat(config.exchange().weightPerMinute()).isEqualTo(500);
        assertThat(config.exchange().caller()).isEqualTo("tokyo");
        assertThat(config.listener())
                .isEqualTo(
                        new ListenerSettings(
                                SymbolSelection.parse("BTCUSDT,ETHUSDT"),
                                new IngestSettings(
                                        new FlushPolicy(Duration.ofSeconds(150), 1_000),
                                        Duration.ofMillis(500),
                                        77L << 20),
                                new Claimant("tokyo/ip-10-0-0-7", Duration.ofSeconds(45)),
                                Duration.ofSeconds(20),
                                Optional.of(Path.of("/tmp/heartbeat"))));
    }

    @Test
    void aCallerWhoseNameWouldNotStandInALineIsRefused() {
        Map<String, String> variables = required();
        variables.put(Setting.CALLER.variable(), "tokyo\u001b[2J");

        assertThatThrownBy(() -> ListenerConfig.from(variables, HEAP))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("GAPLESS_CALLER")
                .hasMessageContaining("expected at most 100 letters")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Map<String, String> variables = required();
        variables.remove(Setting.BUCKET.variable());
        variables.remove("AWS_REGION");
        variables.put(Setting.SYMBOLS.variable(), "btcusdt,ETH/USDT");
        variables.put(Setting.FLUSH_INTERVAL.variable(), "soon");
        variables.put(Setting.MEMORY_LIMIT.variable(), "201");
        variables.put(Setting.CLAIM_LIFE.variable(), "1h");

        assertThatThrownBy(() -> ListenerConfig.from(variables, HEAP))
                .asInstanceOf(type(InvalidConfigurationException.class))
                .satisfies(e ->
                        assertThat(e.errors())
                                .hasSize(7)
                                .anyMatch(line -> line.startsWith("GAPLESS_BUCKET is not set"))
                                .anyMatch(line -> line.startsWith("AWS_REGION is not set"))
                                .anyMatch(line -> line.contains("\"btcusdt\""))
                                .anyMatch(line -> line.contains("\"ETH/USDT\""))
                                .anyMatch(line -> line.startsWith("GAPLESS_FLUSH_INTERVAL=soon"))
                                .anyMatch(line -> line.startsWith("GAPLESS_MEMORY_LIMIT=201"))
                                .anyMatch(line -> line.startsWith("a claim's life of PT1H")));
    }

    @Test
    void twoIdSpacesOfOneSymbolCannotBeListenedToAtOnce() {
        Map<String, String> variables = required();
        variables.put(Setting.SYMBOLS.variable(), "BTCUSDT,BTCUSDT@2");

        assertThatThrownBy(() -> ListenerConfig.from(variables, HEAP))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "GAPLESS_SYMBOLS: BTCUSDT is named twice, as two id spaces of one symbol: name the newest only");
    }
}
