package io.gapless.local.command;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RequestBudget;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Repairs;
import io.gapless.protocol.Claimant;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a repair works, for every command that runs one.
public final class RepairOptions {
    @Option(
            names = "--rest-url",
            paramLabel = "URL",
            defaultValue = BackfillConfig.DEFAULT_REST_URL,
            description = "The exchange's REST base. Default: ${DEFAULT-VALUE}")
    private URI restUrl = URI.create(BackfillConfig.DEFAULT_REST_URL);

    @Option(
            names = "--dump-url",
            paramLabel = "URL",
            description =
                    "Where the exchange's daily files are, or none. Default: "
                            + BackfillConfig.DEFAULT_DUMP_URL
                            + " with the live exchange, none with another one")
    private @Nullable String dumpUrl;

    @Option(
            names = "--weight-per-minute",
            paramLabel = "N",
            defaultValue = "" + RequestBudget.DEFAULT_LIMIT,
            description =
                    "Request weight to use per minute, of the 6000 that Binance allows per address."
                            + " Default: ${DEFAULT-VALUE}")
    private int weightPerMinute = RequestBudget.DEFAULT_LIMIT;

    @Option(
            names = "--stale-after",
            paramLabel = "TIME",
            defaultValue = "3m",
            converter = DurationConverter.class,
            description =
                    "How old an unarchived trade may be before the repair does the listener's work."
                            + " Default: ${DEFAULT-VALUE}")
    private Duration staleAfter = RepairSettings.DEFAULT_STALE_AFTER;

    @Option(
            names = "--claim-life",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "How long a claim holds before others take it over. Default: ${DEFAULT-VALUE}")
    private Duration claimLife = BackfillConfig.DEFAULT_CLAIM_LIFE;

    @Option(
            names = "--absent-after",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description =
                    "How long after the first sight a second one proves that ids never existed."
                            + " Default: ${DEFAULT-VALUE}")
    private Duration absentAfter = RepairSettings.DEFAULT_ABSENT_AFTER;

    @Option(
            names = "--caller",
            paramLabel = "NAME",
            defaultValue = "backfill",
            description =
                    "Whose bans these are: one name per address that calls the exchange."
                            + " Default: ${DEFAULT-VALUE}")
    private String caller = "backfill";

    /// The repair over these stores.
    Backfill over(Stores stores) {
        return history(stores).backfill();
    }

    /// The repair, and whole days of the past, over these stores.
    History history(Stores stores) {
        return Repairs.history(
                stores,
                restUrl,
                dumps(),
                weightPerMinute,
                new RepairSettings(
                        new Claimant(caller, claimLife),
                        staleAfter,
                        absentAfter,
                        RepairSettings.DEFAULT_VOID_AFTER));
    }

    private Optional<URI> dumps() {
        if (dumpUrl != null) {
            return BackfillConfig.NO_DUMPS.equals(dumpUrl)
                    ? Optional.empty()
                    : Optional.of(URI.create(dumpUrl));
        }
        return restUrl.equals(URI.create(BackfillConfig.DEFAULT_REST_URL))
                ? Optional.of(URI.create(BackfillConfig.DEFAULT_DUMP_URL))
                : Optional.empty();
    }
}
