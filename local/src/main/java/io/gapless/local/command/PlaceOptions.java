package io.gapless.local.command;

import io.gapless.config.Setting;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--data-dir` and `--table`, for every command that works on an archive.
public final class PlaceOptions {
    /// Where an archive is unless the user says otherwise.
    public static final String DEFAULT_PLACE = "gapless-data";

    @Option(
            names = {"-d", "--data-dir"},
            paramLabel = "PLACE",
            defaultValue = DEFAULT_PLACE,
            description = {
                "The archive: a folder, be it of `run` or of `run --aws local`, or s3://bucket (with AWS_REGION,"
                        + " credentials and --table).",
                "Default: ${DEFAULT-VALUE}"
            })
    private String dataDir = DEFAULT_PLACE;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description =
                    "The DynamoDB table of checkpoints of an s3:// archive. Default: GAPLESS_CHECKPOINT_TABLE")
    private @Nullable String table;

    /// The place, where a command takes it as its first word instead of as an option.
    Place place(@Nullable String first) {
        Optional<String> named =
                Optional.ofNullable(table)
                        .or(() ->
                                Optional.ofNullable(
                                        System.getenv(Setting.CHECKPOINT_TABLE.variable())));
        return Place.parse(first == null ? dataDir : first, named);
    }

    /// Opens an archive that must be there.
    Stores open(@Nullable String first) {
        return Stores.openExisting(place(first), System.getenv(), Clock.systemUTC());
    }
}
