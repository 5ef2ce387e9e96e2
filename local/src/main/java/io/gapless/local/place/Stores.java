package io.gapless.local.place;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.Marks;
import io.gapless.archive.StorageRefusedException;
import io.gapless.aws.AwsClients;
import io.gapless.aws.AwsSettings;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.DynamoMarks;
import io.gapless.aws.S3Archive;
import io.gapless.aws.S3LargeObjects;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulators;
import io.gapless.local.folder.FolderArchive;
import io.gapless.local.sqlite.SqliteCheckpoints;
import io.gapless.local.sqlite.SqliteDatabase;
import io.gapless.local.sqlite.SqliteMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;

/// The stores of a [Place], opened.
///
/// @param closing frees what they hold
public record Stores(
        Archive archive,
        LargeObjects objects,
        Checkpoints checkpoints,
        Marks marks,
        Runnable closing)
        implements AutoCloseable {
    /// Opens a place for reading and writing; a folder is made if it is not there.
    ///
    /// @param env AWS's own variables, for a bucket
    /// @throws StorageRefusedException with a sentence for the user when it cannot work
    public static Stores open(Place place, Map<String, String> env, InstantSource clock) {
        return switch (place) {
            case Place.Folder folder -> {
                make(folder);
                yield open(folder, clock);
            }
            case Place.Bucket bucket -> open(bucket, env);
            case Place.Emulated(var aws) -> open(aws);
        };
    }

    /// Opens a place that must be there already.
    public static Stores openExisting(Place place, Map<String, String> env, InstantSource clock) {
        if (place instanceof Place.Folder folder && !Files.isDirectory(folder.root())) {
            throw new StorageRefusedException(
                    "there is no archive at %s: `gapless run` makes one".formatted(folder.root()),
                    null);
        }
        return open(place, env, clock);
    }

    private static void make(Place.Folder folder) {
        try {
            Files.createDirectories(folder.root());
        } catch (IOException e) {
            throw new StorageRefusedException(
                    "the folder %s cannot be made: %s. Name another one with --data-dir"
                            .formatted(folder.root(), e.getMessage()),
                    e);
        }
    }

    private static Stores open(Place.Bucket place, Map<String, String> env) {
        AwsClients clients = AwsClients.open(AwsSettings.from(env));
        S3Archive archive = new S3Archive(clients.s3(), place.bucket());
        DynamoCheckpoints checkpoints = new DynamoCheckpoints(clients.dynamoDb(), place.table());
        archive.check();
        checkpoints.check();
        return new Stores(
                archive,
                new S3LargeObjects(clients.s3(), place.bucket()),
                checkpoints,
                new DynamoMarks(clients.dynamoDb(), place.table()),
                clients::close);
    }

    private static Stores open(EmulatedAws aws) {
        Emulators emulators = Emulators.join(aws);
        Stores stores =
                open(
                        new Place.Bucket(EmulatedAws.BUCKET, EmulatedAws.TABLE),
                        emulators.endpoints().env());
        return new Stores(
                stores.archive(),
                stores.objects(),
                stores.checkpoints(),
                stores.marks(),
                () -> {
                    stores.close();
                    emulators.close();
                });
    }

    private static Stores open(Place.Folder folder, InstantSource clock) {
        FolderArchive archive = new FolderArchive(folder.root(), clock);
        archive.check();
        SqliteDatabase database = SqliteDatabase.open(folder.database());
        return new Stores(
                archive,
                archive,
                new SqliteCheckpoints(database),
                new SqliteMarks(database),
                database::close);
    }

    @Override
    public void close() {
        closing.run();
    }
}
