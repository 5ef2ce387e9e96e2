package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.config.InvalidConfigurationException;
import io.gapless.config.Setting;
import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import io.gapless.trade.SymbolSelection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Environments that somebody mistyped: each is a configuration, or all that is wrong is said.
class ListenerConfigMutationTest {
    /// Damaged environments per seed.
    private static final int ROUNDS = 2_000;

    private static final long HEAP = 200 << 20;

    /// Most variables that one round damages.
    private static final int MAX_WRONG = 3;

    private static final Map<String, String> GOOD =
            Map.ofEntries(
                    Map.entry("GAPLESS_SYMBOLS", "BTCUSDT, 币安人生USDT,ETHUSDT@2"),
                    Map.entry("GAPLESS_BUCKET", "trades-of-mine"),
                    Map.entry("GAPLESS_CHECKPOINT_TABLE", "checkpoints"),
                    Map.entry("GAPLESS_FLUSH_INTERVAL", "60s"),
                    Map.entry("GAPLESS_BATCH_TRADES", "50_000"),
                    Map.entry("GAPLESS_REORDER_GRACE", "PT3S"),
                    Map.entry("GAPLESS_MEMORY_LIMIT", "77"),
                    Map.entry("GAPLESS_STOP_TIMEOUT", "100s"),
                    Map.entry("GAPLESS_CLAIM_LIFE", "30s"),
                    Map.entry("GAPLESS_HEARTBEAT_FILE", "/tmp/heartbeat"),
                    Map.entry("GAPLESS_BINANCE_STREAM_URL", "wss://stream.binance.com:9443"),
                    Map.entry("GAPLESS_BINANCE_REST_URL", "https://api.binance.com/"),
                    Map.entry("GAPLESS_WEIGHT_PER_MINUTE", "3000"),
                    Map.entry("GAPLESS_CALLER", "tokyo"),
                    Map.entry("AWS_REGION", "ap-northeast-1"),
                    Map.entry("AWS_ENDPOINT_URL", "http://127.0.0.1:9000"));

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aMistypedEnvironmentWorksOrIsRefusedAsOne(long seed) {
        RandomGenerator random = Seeds.random(seed);
        Mutations values =
                Mutations.of(random, GOOD.values().stream().sorted().toArray(String[]::new));
        List<String> names = GOOD.keySet().stream().sorted().toList();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> variables = new HashMap<>(GOOD);
            for (int wrong = 1 + random.nextInt(MAX_WRONG); wrong > 0; wrong--) {
                String name = names.get(random.nextInt(names.size()));
                String own = Mutations.of(random, GOOD.get(name)).nextText();
                variables.put(name, random.nextBoolean() ? own : values.nextText());
            }
            try {
                ListenerConfig config = ListenerConfig.from(variables, HEAP);
                SymbolSelection symbols = config.listener().symbols();
                assertThat(SymbolSelection.parse(symbols.toString())).isEqualTo(symbols);
                assertThat(config.listener().stopTimeout().toNanos()).isPositive();
                assertThat(config.listener().ingest().reorderGrace().toNanos()).isNotNegative();
            } catch (InvalidConfigurationException e) {
                e.errors().forEach(Refusals::assertReadable);
                refused++;
            } catch (Throwable t) {
                throw new AssertionError("-Dseed=" + seed + ": " + variables, t);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 5, ROUNDS * 19 / 20);
    }

    @Test
    void aNameThatIsAPathIsNoSymbol() {
        for (String name : List.of("../BTC", "%2e%2e%2fBTC", "BTC/../..", "..\\BTC", "/etc")) {
            Map<String, String> variables = new HashMap<>(GOOD);
            variables.put(Setting.SYMBOLS.variable(), name);
            assertThat(errors(variables)).singleElement().asString().contains("is not a symbol");
        }
    }

    @Test
    void aSpanBeyondAllCountingIsRefused() {
        for (String span : List.of("999999999d", "PT-5S", "P9999999999D", "-1s", "1e9s")) {
            for (Setting setting :
                    List.of(
                            Setting.FLUSH_INTERVAL,
                            Setting.REORDER_GRACE,
                            Setting.STOP_TIMEOUT,
                            Setting.CLAIM_LIFE)) {
                Map<String, String> variables = new HashMap<>(GOOD);
                variables.put(setting.variable(), span);
                assertThat(errors(variables)).isNotEmpty();
            }
        }
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotRepeated() {
        for (String name :
                List.of(
                        "GAPLESS_BINANCE_REST_URL",
                        "GAPLESS_BINANCE_STREAM_URL",
                        "AWS_ENDPOINT_URL")) {
            for (String url :
                    List.of("https://me:hunter2@h", "wss://me:hunter2@h", "x://me:hunter2@h h")) {
                Map<String, String> variables = new HashMap<>(GOOD);
                variables.put(name, url);
                assertThat(errors(variables))
                        .isNotEmpty()
                        .allSatisfy(error -> assertThat(error).doesNotContain("hunter2"));
            }
        }
    }

    private static List<String> errors(Map<String, String> variables) {
        try {
            ListenerConfig.from(variables, HEAP);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.errors();
        }
    }
}
