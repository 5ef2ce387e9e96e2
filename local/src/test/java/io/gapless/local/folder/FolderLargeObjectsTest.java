package io.gapless.local.folder;

import io.gapless.archive.Archive;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.LargeObjectsContract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

class FolderLargeObjectsTest extends LargeObjectsContract {
    @TempDir private Path temp;

    @Override
    protected LargeObjects objects() {
        return new FolderArchive(temp, Instant::now);
    }

    @Override
    protected Archive archive() {
        return new FolderArchive(temp, Instant::now);
    }
}
