package io.gapless.local.folder;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells what may pass from what never will, and says of the latter what to do.
///
/// It looks at the file system rather than at the system's words, which come in every language.
final class FolderErrors {
    /// A disk with less room than this besides the body is full: names and tables need some as well.
    private static final long SPARE_BYTES = 64 * 1024;

    private final String what;
    private final Path root;
    private final Path target;
    private final Path incoming;

    /// @param verb what was tried
    /// @param target the file that it was tried on
    FolderErrors(String verb, Path root, Path target) {
        this.what = verb + " " + target + ": ";
        this.root = root;
        this.target = target;
        this.incoming = root.resolve(Incoming.NAME).resolve("any");
    }

    /// @param bytes what was to be written
    RuntimeException of(IOException e, long bytes) {
        String why = " (" + e + ")";
        if (e instanceof ClosedByInterruptException) {
            return new StorageUnavailableException(what + "interrupted", e);
        }
        Optional<Path> inTheWay = fileInTheWay();
        if (inTheWay.isPresent()) {
            return refused(inTheWay.get() + " should be a folder. Move it away" + why, e);
        }
        if (e instanceof AccessDeniedException) {
            return refused("permission denied. Let this user read and write there" + why, e);
        }
        if (isReadOnly()) {
            return refused("the file system is read-only. Choose another folder" + why, e);
        }
        if (bytes > 0 && isFull(bytes)) {
            return refused("the disk is full. Free some space or choose another folder" + why, e);
        }
        return new StorageUnavailableException(what + "failed" + why, e);
    }

    /// A hard link could not be made although its name was free.
    RuntimeException ofLink(IOException e, long bytes) {
        return of(e, bytes) instanceof StorageRefusedException known
                ? known
                : refused(
                        "this file system makes no hard links, without which an object could be seen half or be overwritten. Choose a folder on another one, such as ext4, APFS or NTFS ("
                                + e
                                + ")",
                        e);
    }

    StorageRefusedException refused(String sentence, @Nullable Throwable cause) {
        return new StorageRefusedException(what + sentence, cause);
    }

    private boolean isFull(long bytes) {
        try {
            return Files.getFileStore(nearest()).getUsableSpace() < bytes + SPARE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isReadOnly() {
        try {
            FileStore store = Files.getFileStore(nearest());
            return store.isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    /// What is no folder though something is to lie in it.
    private Optional<Path> fileInTheWay() {
        return Stream.of(target, incoming)
                .flatMap(path -> Stream.iterate(path.getParent(), p -> p != null, Path::getParent))
                .filter(path -> Files.exists(path) && !Files.isDirectory(path))
                .findFirst();
    }

    /// The root, or the folder it was to be made in.
    private Path nearest() {
        return Stream.iterate(root, p -> p != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(root);
    }
}
