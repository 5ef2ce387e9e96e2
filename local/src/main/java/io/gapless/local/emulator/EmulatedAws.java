package io.gapless.local.emulator;

import java.nio.file.Files;
import java.nio.file.Path;

/// AWS in a data directory: where its parts are, and how they are called.
///
/// @param dataDir the directory
public record EmulatedAws(Path dataDir) {
    /// The bucket of trades.
    public static final String BUCKET = "gapless";

    /// The table of checkpoints.
    public static final String TABLE = "gapless-checkpoints";

    /// Whether this directory's archive is one in emulated AWS.
    public boolean exists() {
        return Files.isDirectory(home());
    }

    /// The bucket's objects, which S3Proxy keeps as plain files.
    public Path bucketFolder() {
        return s3Folder().resolve(BUCKET);
    }

    Path home() {
        return dataDir.resolve("aws");
    }

    Path s3Folder() {
        return home().resolve("s3");
    }

    Path dynamoDbFolder() {
        return home().resolve("dynamodb");
    }

    /// Held by the process that has the emulators.
    Path lock() {
        return home().resolve("lock");
    }

    /// Where the emulators listen while they run.
    Path endpoints() {
        return home().resolve("endpoints.properties");
    }

    Path logs() {
        return dataDir.resolve("logs");
    }
}
