package io.gapless.local.folder;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.gapless.batch.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// The folder beside the archive where bodies are written before they are linked into their places.
final class Incoming {
    /// On the archive's own file system, as hard links need it, and hidden from globs.
    static final String NAME = ".incoming";

    /// Older ones are nobody's: a put takes seconds.
    static final Duration MAX_AGE = Duration.ofDays(1);

    /// Most leftovers removed by one process.
    static final int MAX_REMOVED = 10_000;

    private static final String SUFFIX = ".part";

    private final Path folder;
    private final InstantSource clock;
    private final AtomicBoolean cleaned = new AtomicBoolean();

    Incoming(Path root, InstantSource clock) {
        this.folder = root.resolve(NAME);
        this.clock = clock;
    }

    /// Writes a body under a name of its own; it is on the disk when this returns.
    Path write(ByteSource body) throws IOException {
        Files.createDirectories(folder);
        if (cleaned.compareAndSet(false, true)) {
            removeLeftovers();
        }
        Path part = folder.resolve(UUID.randomUUID() + SUFFIX);
        try (FileChannel file = FileChannel.open(part, CREATE_NEW, WRITE)) {
            for (long from = 0; from < body.size(); ) {
                int length = (int) Math.min(ByteSource.PIECE_BYTES, body.size() - from);
                ByteBuffer rest = ByteBuffer.wrap(body.read(from, length));
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
                from += length;
            }
            file.force(true);
        } catch (IOException e) {
            remove(part);
            throw e;
        }
        return part;
    }

    /// Takes a name away that is not needed any more. What cannot be removed is a leftover.
    void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Harmless: it is hidden, and removed in a day by whoever puts next.
        }
    }

    private void removeLeftovers() throws IOException {
        Instant oldest = clock.instant().minus(MAX_AGE);
        int removed = 0;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path part : parts) {
                if (removed == MAX_REMOVED) {
                    return;
                }
                if (isOlder(part, oldest)) {
                    remove(part);
                    removed++;
                }
            }
        }
    }

    private static boolean isOlder(Path part, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(part).toInstant().isBefore(than);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
