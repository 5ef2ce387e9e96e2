package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.config.InvalidConfigurationException;
import io.gapless.config.Setting;
import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Environments of the Lambda that somebody mistyped: each is a configuration, or all that is wrong is
/// said.
class BackfillConfigMutationTest {
    /// Damaged environments per seed.
    private static final int ROUNDS = 1_000;

    /// Most variables that one round damages.
    private static final int MAX_WRONG = 3;

    private static final Map<String, String> GOOD =
            Map.ofEntries(
                    Map.entry("GAPLESS_BUCKET", "trades-of-mine"),
                    Map.entry("GAPLESS_CHECKPOINT_TABLE", "checkpoints"),
                    Map.entry("GAPLESS_BINANCE_REST_URL", "https://api.binance.com"),
                    Map.entry("GAPLESS_WEIGHT_PER_MINUTE", "3000"),
                    Map.entry("GAPLESS_CALLER", "tokyo"),
                    Map.entry("AWS_LAMBDA_FUNCTION_NAME", "gapless-repair"),
                    Map.entry("GAPLESS_TIME_BUDGET", "50s"),
                    Map.entry("GAPLESS_CLAIM_LIFE", "PT30S"),
                    Map.entry("GAPLESS_STALE_AFTER", "3m"),
                    Map.entry("GAPLESS_ABSENT_AFTER", "1h"),
                    Map.entry("GAPLESS_VOID_AFTER", "10m"));

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
                check(BackfillConfig.from(variables));
            } catch (InvalidConfigurationException e) {
                e.errors().forEach(Refusals::assertReadable);
                refused++;
            } catch (Throwable t) {
                throw new AssertionError("-Dseed=" + seed + ": " + variables, t);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 5, ROUNDS * 19 / 20);
    }

    /// What is taken for a configuration can be worked with.
    private static void check(BackfillConfig config) {
        assertThat(config.bucket()).isNotBlank();
        assertThat(config.checkpointTable()).isNotBlank();
        assertThat(config.caller()).isNotBlank();
        assertThat(config.restUrl().getHost()).isNotBlank();
        assertThat(config.weightPerMinute()).isBetween(100, 100_000);
        for (Duration each :
                List.of(
                        config.timeBudget(),
                        config.repair().staleAfter(),
                        config.repair().absentAfter(),
                        config.repair().voidAfter())) {
            assertThat(each.toNanos()).isPositive();
        }
    }

    @Test
    void aSpanBeyondAllCountingIsRefused() {
        for (String span : List.of("999999999d", "PT-5S", "P9999999999D", "-1s", "1e9s", "0s")) {
            for (Setting setting :
                    List.of(
                            Setting.TIME_BUDGET,
                            Setting.CLAIM_LIFE,
                            Setting.STALE_AFTER,
                            Setting.ABSENT_AFTER,
                            Setting.VOID_AFTER)) {
                Map<String, String> variables = new HashMap<>(GOOD);
                variables.put(setting.variable(), span);
                assertThat(errors(variables)).as("%s=%s", setting, span).isNotEmpty();
            }
        }
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotRepeated() {
        Map<String, String> variables = new HashMap<>(GOOD);
        variables.put("GAPLESS_BINANCE_REST_URL", "https://me:hunter2@h");

        assertThat(errors(variables))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).doesNotContain("hunter2"));
    }

    private static List<String> errors(Map<String, String> variables) {
        try {
            BackfillConfig.from(variables);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.errors();
        }
    }
}
