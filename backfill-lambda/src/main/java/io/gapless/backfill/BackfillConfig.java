package io.gapless.backfill;

import io.gapless.backfill.repair.RepairSettings;
import io.gapless.config.Environment;
import io.gapless.config.Setting;
import io.gapless.protocol.Claimant;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The configuration of the repair, from the environment.
///
/// @param dumpUrl where the exchange's daily files are, if there are any
/// @param caller whose bans these are; every process that shares an address should share the name
/// @param weightPerMinute of the 6,000 that Binance allows per address
/// @param timeBudget how long one run may take
public record BackfillConfig(
        String bucket,
        String checkpointTable,
        URI restUrl,
        Optional<URI> dumpUrl,
        int weightPerMinute,
        String caller,
        Duration timeBudget,
        RepairSettings repair) {
    public static final String DEFAULT_REST_URL = "https://api.binance.com";

    public static final String DEFAULT_DUMP_URL = "https://data.binance.vision";

    /// Turns dumps off.
    public static final String NO_DUMPS = "none";

    public static final String DEFAULT_CALLER = "backfill";

    /// Half of what Binance allows: a Lambda shares its address with strangers.
    public static final int DEFAULT_WEIGHT_PER_MINUTE = 3_000;

    /// Below the minute between two scheduled runs.
    public static final Duration DEFAULT_TIME_BUDGET = Duration.ofSeconds(50);

    public static final Duration DEFAULT_CLAIM_LIFE = Duration.ofSeconds(30);

    public BackfillConfig {
        if (!timeBudget.isPositive()) {
            throw new IllegalArgumentException(
                    "a time budget of %s leaves no time to repair anything".formatted(timeBudget));
        }
    }

    /// @throws io.gapless.config.InvalidConfigurationException naming everything that is wrong
    public static BackfillConfig from(Map<String, String> variables) {
        Environment env = new Environment(variables);
        String bucket = env.required(Setting.BUCKET);
        String table = env.required(Setting.CHECKPOINT_TABLE);
        URI restUrl = env.url(Setting.BINANCE_REST_URL, DEFAULT_REST_URL, Set.of("http", "https"));
        Optional<URI> dumps = dumps(env, restUrl);
        long weight =
                env.number(Setting.WEIGHT_PER_MINUTE, DEFAULT_WEIGHT_PER_MINUTE, 100, 100_000);
        String caller =
                env.name(
                        Setting.CALLER,
                        env.foreign("AWS_LAMBDA_FUNCTION_NAME").orElse(DEFAULT_CALLER));
        Duration budget = env.duration(Setting.TIME_BUDGET, DEFAULT_TIME_BUDGET);
        Duration claimLife = env.duration(Setting.CLAIM_LIFE, DEFAULT_CLAIM_LIFE);
        Duration stale = env.duration(Setting.STALE_AFTER, RepairSettings.DEFAULT_STALE_AFTER);
        Duration absent = env.duration(Setting.ABSENT_AFTER, RepairSettings.DEFAULT_ABSENT_AFTER);
        Duration voids = env.duration(Setting.VOID_AFTER, RepairSettings.DEFAULT_VOID_AFTER);
        return env.valid(() ->
                new BackfillConfig(
                        bucket,
                        table,
                        restUrl,
                        dumps,
                        Math.toIntExact(weight),
                        caller,
                        budget,
                        new RepairSettings(new Claimant(caller, claimLife), stale, absent, voids)));
    }

    /// The live exchange's dumps go with the live exchange; for another one they have to be named.
    private static Optional<URI> dumps(Environment env, URI restUrl) {
        boolean named = env.text(Setting.DUMP_URL).isPresent();
        if (env.text(Setting.DUMP_URL).filter(NO_DUMPS::equals).isPresent()
                || (!named && !restUrl.equals(URI.create(DEFAULT_REST_URL)))) {
            return Optional.empty();
        }
        return Optional.of(env.url(Setting.DUMP_URL, DEFAULT_DUMP_URL, Set.of("http", "https")));
    }
}
