package io.gapless.local.folder;

import io.gapless.archive.Archive;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Walks a folder in the order of keys and keeps one page. Only folders that can hold keys of the page
/// are looked into.
final class FolderListing {
    /// Deepest folder looked into; batches lie at 3. A link that leads back up ends here.
    static final int MAX_DEPTH = 16;

    private final String prefix;
    private final String after;
    private final List<Archive.Entry> entries = new ArrayList<>();

    /// @param after a key, or an empty string
    FolderListing(String prefix, String after) {
        this.prefix = prefix;
        this.after = after;
    }

    Archive.Page of(Path root) throws IOException {
        visit(root, "", 0);
        boolean more = entries.size() > Archive.PAGE_SIZE;
        return new Archive.Page(more ? entries.subList(0, Archive.PAGE_SIZE) : entries, more);
    }

    /// One name in a folder.
    ///
    /// @param key of a file its key, of a folder what the keys of its files begin with, up to the slash
    private record Child(Path path, String key, BasicFileAttributes attributes) {}

    private void visit(Path folder, String keyOfFolder, int depth) throws IOException {
        for (Child child : children(folder, keyOfFolder)) {
            if (entries.size() > Archive.PAGE_SIZE) {
                return;
            }
            if (child.attributes().isDirectory()) {
                if (depth < MAX_DEPTH && mayHold(child.key())) {
                    visit(child.path(), child.key(), depth + 1);
                }
            } else if (child.attributes().isRegularFile() && isAskedFor(child.key())) {
                entries.add(
                        new Archive.Entry(
                                child.key(),
                                child.attributes().size(),
                                child.attributes().lastModifiedTime().toInstant()));
            }
        }
    }

    /// Sorted as the keys below them are: a folder's name counts with its slash.
    private static List<Child> children(Path folder, String keyOfFolder) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String name = FolderKeys.requireReadable(path.getFileName().toString(), folder);
                if (!name.startsWith(".")) {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class);
                    String end = attributes.isDirectory() ? "/" : "";
                    children.add(new Child(path, keyOfFolder + name + end, attributes));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // No archive yet.
        }
        children.sort(Comparator.comparing(Child::key, Archive.KEY_ORDER));
        return children;
    }

    private boolean isAskedFor(String key) {
        return key.startsWith(prefix) && isBehind(key);
    }

    private boolean mayHold(String keyOfFolder) {
        boolean fits = keyOfFolder.startsWith(prefix) || prefix.startsWith(keyOfFolder);
        return fits && (after.startsWith(keyOfFolder) || isBehind(keyOfFolder));
    }

    private boolean isBehind(String key) {
        return Archive.KEY_ORDER.compare(key, after) > 0;
    }
}
