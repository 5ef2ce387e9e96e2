package io.gapless.local.folder;

import io.gapless.archive.Archive;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.ByteSource;
import io.gapless.batch.FileBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The archive in a plain folder: the object `trades/…` is the file `trades/…` below the root.
///
/// A put writes the body beside the archive, into [Incoming], syncs it, and hard-links it into its
/// place. A hard link either makes the name or fails because the name is there: the object appears
/// whole or not at all, and nothing is ever overwritten, whatever number of threads and processes
/// put. What a killed writer leaves behind lies in a folder that begins with a dot, which no listing
/// and no glob over `trades/` shows. When a put returns, file and folders are on the disk.
///
/// Metadata is left out. Safe for use by many threads and processes at once.
public final class FolderArchive implements Archive, LargeObjects {
    private final Path root;
    private final Incoming incoming;
    private final DurableFolders durable;

    /// Nothing is made before the first put.
    ///
    /// @param clock decides what is an old leftover of a killed writer
    public FolderArchive(Path root, InstantSource clock) {
        this.root = root.toAbsolutePath().normalize();
        this.incoming = new Incoming(this.root, clock);
        this.durable = new DurableFolders(this.root);
    }

    /// Asks whether the folder is there.
    ///
    /// @throws StorageRefusedException saying what to do if it is not
    public void check() {
        if (!Files.isDirectory(root)) {
            throw new StorageRefusedException(
                    "there is no archive in "
                            + root
                            + ": no such folder. Name the folder that `gapless run` wrote to",
                    null);
        }
    }

    @Override
    public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
        return put(key, ByteSource.of(body), metadata);
    }

    @Override
    public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
        Path target = FolderKeys.resolve(root, key);
        FolderErrors errors = new FolderErrors("put", root, target);
        try {
            if (!Files.exists(target)) {
                return create(target, body, errors);
            }
            // Whoever linked it may have died before its folder was synced.
            durable.sync(target.getParent());
        } catch (IOException e) {
            throw errors.of(e, body.size());
        }
        return exists(target, errors);
    }

    @Override
    public Optional<byte[]> get(String key) {
        Path target = FolderKeys.resolve(root, key);
        try {
            if (!Files.isRegularFile(target)) {
                return Optional.empty();
            }
            long size = Files.size(target);
            if (size > MAX_OBJECT_BYTES) {
                throw Archive.tooLarge(target.toString(), size);
            }
            return Optional.of(Files.readAllBytes(target));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FolderErrors("get", root, target).of(e, 0);
        }
    }

    @Override
    public Optional<ByteSource> open(String key) {
        Path target = FolderKeys.resolve(root, key);
        try {
            return Files.isRegularFile(target)
                    ? Optional.of(new Stored(new FileBytes(target, Files.size(target)), root))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FolderErrors("get", root, target).of(e, 0);
        }
    }

    /// A file of the archive, whose failures are told as the archive's.
    private record Stored(FileBytes bytes, Path root) implements ByteSource {
        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public byte[] read(long from, int length) {
            try {
                return bytes.read(from, length);
            } catch (UncheckedIOException e) {
                throw new FolderErrors("get", root, bytes.file())
                        .of(Objects.requireNonNull(e.getCause()), 0);
            }
        }
    }

    @Override
    public Page list(String prefix, Optional<String> after) {
        try {
            return new FolderListing(prefix, after.orElse("")).of(root);
        } catch (IOException e) {
            throw new FolderErrors("list", root, root).of(e, 0);
        }
    }

    private PutOutcome create(Path target, ByteSource body, FolderErrors errors)
            throws IOException {
        Path part = incoming.write(body);
        boolean created;
        try {
            Files.createDirectories(target.getParent());
            created = link(target, part, body, errors);
        } finally {
            incoming.remove(part);
        }
        durable.sync(target.getParent());
        return created ? PutOutcome.CREATED : exists(target, errors);
    }

    private static boolean link(Path target, Path part, ByteSource body, FolderErrors errors)
            throws IOException {
        try {
            Files.createLink(target, part);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw errors.ofLink(new IOException(e), body.size());
        } catch (IOException e) {
            throw errors.ofLink(e, body.size());
        }
    }

    private static PutOutcome exists(Path target, FolderErrors errors) {
        if (!Files.isRegularFile(target)) {
            throw errors.refused("something that is no file lies there. Move it away", null);
        }
        return PutOutcome.EXISTS;
    }
}
