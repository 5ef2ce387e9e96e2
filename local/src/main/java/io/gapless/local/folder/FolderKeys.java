package io.gapless.local.folder;

import io.gapless.archive.StorageRefusedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Object keys as paths below a root: only such as mean the same on every file system.
final class FolderKeys {
    /// What stands for a character of a file name that this Java cannot read.
    private static final char UNREADABLE = '\uFFFD';

    /// One name between slashes: no leading dot (`.`, `..`, hidden files), no trailing dot or space
    /// (Windows drops them), nothing that means something to a shell of Windows or to a path.
    private static final Pattern NAME =
            Pattern.compile("[^.\\\\/:*?\"<>|\\p{Cntrl}][^\\\\/:*?\"<>|\\p{Cntrl}]*(?<![. ])");

    private FolderKeys() {}

    /// @throws StorageRefusedException when the key cannot be a file's name, here or anywhere
    static Path resolve(Path root, String key) {
        Path path = root;
        for (String name : key.split("/", -1)) {
            if (!NAME.matcher(name).matches()) {
                throw new StorageRefusedException(
                        "\"" + key + "\" cannot be a file in " + root + ": refused", null);
            }
            try {
                path = path.resolve(name);
            } catch (InvalidPathException e) {
                throw unreadable(key, root);
            }
        }
        return path;
    }

    /// @throws StorageRefusedException when a name read from a folder is not the one on the disk
    static String requireReadable(String name, Path folder) {
        if (name.indexOf(UNREADABLE) >= 0) {
            throw unreadable(name, folder);
        }
        return name;
    }

    private static StorageRefusedException unreadable(String name, Path where) {
        return new StorageRefusedException(
                "\"%s\" in %s: this terminal's language setting allows ASCII file names only. Set LC_ALL=C.UTF-8 and start again"
                        .formatted(name, where),
                null);
    }
}
