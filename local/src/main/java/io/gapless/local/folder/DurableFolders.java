package io.gapless.local.folder;

import static java.nio.file.StandardOpenOption.READ;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Brings the names in folders to the disk, so that a power cut does not take them.
final class DurableFolders {
    /// Most folders remembered as known to their parents; beyond, they are synced once more.
    static final int MAX_REMEMBERED = 10_000;

    /// Windows opens no folders as files; its file systems log names by themselves.
    private static final boolean FOLDERS_CAN_BE_SYNCED = File.separatorChar == '/';

    private final Path root;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    DurableFolders(Path root) {
        this.root = root;
    }

    /// Syncs a folder, and once per process each one above it, up to the one that holds the root: any
    /// of them may have been made by a process that died before it could.
    void sync(@Nullable Path folder) throws IOException {
        if (!FOLDERS_CAN_BE_SYNCED || folder == null) {
            return;
        }
        force(folder);
        if (known.size() >= MAX_REMEMBERED) {
            known.clear();
        }
        if (known.add(folder) && folder.startsWith(root)) {
            try {
                sync(folder.getParent());
            } catch (IOException e) {
                known.remove(folder);
                throw e;
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, READ)) {
            names.force(true);
        }
    }
}
