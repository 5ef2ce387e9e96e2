package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.backfill.repair.RepairSettings;
import io.gapless.config.InvalidConfigurationException;
import io.gapless.config.Setting;
import io.gapless.protocol.Claimant;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillConfigTest {
    private final Map<String, String> env =
            new HashMap<>(
                    Map.of(
                            Setting.BUCKET.variable(),
                            "trades-of-mine",
                            Setting.CHECKPOINT_TABLE.variable(),
                            "checkpoints"));

    @Test
    void whatIsNotSetSuitsTheLiveExchangeAndARunEveryMinute() {
        assertThat(BackfillConfig.from(env))
                .isEqualTo(
                        new BackfillConfig(
                                "trades-of-mine",
                                "checkpoints",
                                URI.create("https://api.binance.com"),
                                Optional.of(URI.create("https://data.binance.vision")),
                                3_000,
                                "backfill",
                                Duration.ofSeconds(50),
                                new RepairSettings(
                                        new Claimant("backfill", Duration.ofSeconds(30)),
                                        Duration.ofMinutes(3),
                                        Duration.ofHours(1),
                                        Duration.ofMinutes(10))));
    }

    @Test
    void everySettingHasItsVariable() {
        set(Setting.BINANCE_REST_URL, "http://127.0.0.1:9080");
        set(Setting.DUMP_URL, "http://127.0.0.1:9081");
        set(Setting.WEIGHT_PER_MINUTE, "5000");
        set(Setting.CALLER, "tokyo");
        set(Setting.TIME_BUDGET, "100s");
        set(Setting.CLAIM_LIFE, "PT1M");
        set(Setting.STALE_AFTER, "5m");
        set(Setting.ABSENT_AFTER, "2h");
        set(Setting.VOID_AFTER, "20m");

        assertThat(BackfillConfig.from(env))
                .isEqualTo(
                        new BackfillConfig(
                                "trades-of-mine",
                                "checkpoints",
                                URI.create("http://127.0.0.1:9080"),
                                Optional.of(URI.create("http://127.0.0.1:9081")),
                                5_000,
                                "tokyo",
                                Duration.ofSeconds(100),
                                new RepairSettings(
                                        new Claimant("tokyo", Duration.ofMinutes(1)),
                                        Duration.ofMinutes(5),
                                        Duration.ofHours(2),
                                        Duration.ofMinutes(20))));
    }

    @Test
    void bansAreTheFunctionsUnlessSomebodyElseIsNamed() {
        env.put("AWS_LAMBDA_FUNCTION_NAME", "gapless-repair");

        assertThat(BackfillConfig.from(env).caller()).isEqualTo("gapless-repair");
        set(Setting.CALLER, "tokyo");
        assertThat(BackfillConfig.from(env).caller()).isEqualTo("tokyo");
    }

    @Test
    void theLiveExchangesDumpsAreNotThoseOfAnother() {
        set(Setting.BINANCE_REST_URL, "http://127.0.0.1:9080");
        assertThat(BackfillConfig.from(env).dumpUrl()).isEmpty();
    }

    @Test
    void dumpsCanBeTurnedOff() {
        set(Setting.DUMP_URL, "none");
        assertThat(BackfillConfig.from(env).dumpUrl()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        env.remove(Setting.BUCKET.variable());
        set(Setting.BINANCE_REST_URL, "api.binance.com");
        set(Setting.WEIGHT_PER_MINUTE, "lots");
        set(Setting.TIME_BUDGET, "-1s");
        set(Setting.STALE_AFTER, "soon");

        assertThatThrownBy(() -> BackfillConfig.from(env))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(Setting.BUCKET.variable())
                .hasMessageContaining(Setting.BINANCE_REST_URL.variable())
                .hasMessageContaining(Setting.WEIGHT_PER_MINUTE.variable())
                .hasMessageContaining(Setting.TIME_BUDGET.variable())
                .hasMessageContaining(Setting.STALE_AFTER.variable());
    }

    private void set(Setting setting, String value) {
        env.put(setting.variable(), value);
    }
}
