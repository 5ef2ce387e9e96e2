package io.gapless.local.place;

import io.gapless.local.emulator.EmulatedAws;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where an archive and its checkpoints are.
public sealed interface Place {
    /// A folder: objects under `trades/`, checkpoints in `checkpoints.sqlite`.
    record Folder(Path root) implements Place {
        /// The SQLite file of checkpoints and marks.
        public Path database() {
            return root.resolve("checkpoints.sqlite");
        }

        @Override
        public String toString() {
            return root.toString();
        }
    }

    /// AWS emulated in a folder, by S3Proxy and DynamoDB Local.
    record Emulated(EmulatedAws aws) implements Place {
        @Override
        public String toString() {
            return aws.dataDir().toString();
        }
    }

    /// A bucket and a table, with AWS's own variables for region, endpoint and credentials.
    record Bucket(String bucket, String table) implements Place {
        @Override
        public String toString() {
            return "s3://" + bucket;
        }
    }

    /// Reads what a user typed: a folder, or `s3://bucket`. A folder tells itself whether AWS is
    /// emulated in it.
    ///
    /// @param table the table of checkpoints that belongs to a bucket
    /// @throws IllegalArgumentException with a sentence for the user
    static Place parse(String text, Optional<String> table) {
        if (text.startsWith("s3://")) {
            String bucket = text.substring("s3://".length()).replaceAll("/+$", "");
            if (bucket.isEmpty() || bucket.contains("/")) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is no archive: expected s3://bucket, without a path");
            }
            return new Bucket(
                    bucket,
                    table.orElseThrow(() ->
                            new IllegalArgumentException(
                                    "which table holds the checkpoints of "
                                            + text
                                            + "? Say --table, or set GAPLESS_CHECKPOINT_TABLE")));
        }
        try {
            Path root = Path.of(text).toAbsolutePath().normalize();
            EmulatedAws aws = new EmulatedAws(root);
            return aws.exists() ? new Emulated(aws) : new Folder(root);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no folder: " + e.getReason(), e);
        }
    }
}
