package io.gapless.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Archive;
import io.gapless.archive.ArchiveContract;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.batch.BatchKey;
import io.gapless.local.sqlite.SqliteCheckpoints;
import io.gapless.local.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderArchiveTest extends ArchiveContract {
    @TempDir private Path temp;
    private Path root;
    private FolderArchive archive;

    @BeforeEach
    void open() {
        root = temp.resolve("data/archive");
        archive = new FolderArchive(root, Instant::now);
    }

    @Override
    protected Archive archive() {
        return archive;
    }

    @Override
    protected Archive archiveOfAnotherProcess() {
        return new FolderArchive(root, Instant::now);
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    @Test
    void anObjectIsTheFileOfItsKeyAndNothingElseIsLeft() throws IOException {
        String key = key(BTCUSDT, 1, 9);
        put(key, "rows");
        put(key, "again");

        assertThat(root.resolve(key)).hasContent("rows");
        assertThat(files()).containsExactly(root.resolve(key));
    }

    @Test
    void nothingIsMadeBeforeTheFirstPut() {
        assertThat(archive.get(key(BTCUSDT, 1, 9))).isEmpty();
        assertThat(archive.list("trades/", Optional.empty()).entries()).isEmpty();
        assertThat(root).doesNotExist();
        assertThatThrownBy(archive::check)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("there is no archive in " + root);
    }

    @Test
    void anArchiveThatIsThereIsFine() {
        put(key(BTCUSDT, 1, 9), "rows");
        archive.check();
    }

    @Test
    void whatAKilledWriterLeftIsNotShownAndGoesAfterADay() throws IOException {
        Path incoming = Files.createDirectories(root.resolve(Incoming.NAME));
        Path old = Files.writeString(incoming.resolve("old.part"), "half");
        Path young = Files.writeString(incoming.resolve("young.part"), "half");
        Path foreign = Files.writeString(incoming.resolve("notes.txt"), "mine");
        Instant yesterday = Instant.now().minus(Incoming.MAX_AGE).minusSeconds(60);
        Files.setLastModifiedTime(old, FileTime.from(yesterday));
        Files.setLastModifiedTime(foreign, FileTime.from(yesterday));

        assertThat(keys("")).isEmpty();
        put(key(BTCUSDT, 1, 9), "rows");

        assertThat(files())
                .containsExactlyInAnyOrder(young, foreign, root.resolve(key(BTCUSDT, 1, 9)));
        assertThat(keys("")).containsExactly(key(BTCUSDT, 1, 9));
    }

    @Test
    void aWriterKilledBetweenLinkAndCleaningHasPut() throws IOException {
        String key = key(BTCUSDT, 1, 9);
        Path incoming = Files.createDirectories(root.resolve(Incoming.NAME));
        Path part = Files.writeString(incoming.resolve("killed.part"), "rows");
        Files.createDirectories(root.resolve(key).getParent());
        Files.createLink(root.resolve(key), part);

        assertThat(put(key, "rows")).isEqualTo(PutOutcome.EXISTS);
        assertThat(archive.get(key)).contains(bytes("rows"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../outside",
                "trades/../../outside",
                "trades//x",
                "trades/",
                "./x",
                ".incoming/x.part",
                "trades/.hidden",
                "trades\\x",
                "c:x",
                "trades/x\u0000",
                "trades/x\n",
                "trades/x.",
                "trades/x ",
                "trades/*",
            })
    void keysThatLeaveTheFolderOrMeanSomethingElseSomewhereAreRefused(String key) {
        assertThatThrownBy(() -> put(key, "rows")).isInstanceOf(StorageRefusedException.class);
        assertThatThrownBy(() -> archive.get(key)).isInstanceOf(StorageRefusedException.class);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aFolderInTheObjectsPlaceIsRefused() throws IOException {
        String key = key(BTCUSDT, 1, 9);
        Files.createDirectories(root.resolve(key));

        assertThatThrownBy(() -> put(key, "rows"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("something that is no file lies there");
        assertThat(archive.get(key)).isEmpty();
    }

    @Test
    void aFileInAFoldersPlaceIsRefused() throws IOException {
        Files.createDirectories(root);
        Files.writeString(root.resolve("trades"), "not a folder");

        assertThatThrownBy(() -> put(key(BTCUSDT, 1, 9), "rows"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(root.resolve("trades") + " should be a folder. Move it away");
        assertThat(archive.get(key(BTCUSDT, 1, 9))).isEmpty();
        assertThat(keys("trades/")).isEmpty();
    }

    @Test
    void aFileInTheRootsPlaceIsRefused() throws IOException {
        Files.createDirectories(root.getParent());
        Files.writeString(root, "not a folder");

        assertThatThrownBy(() -> put(key(BTCUSDT, 1, 9), "rows"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(root + " should be a folder. Move it away");
        assertThatThrownBy(archive::check).isInstanceOf(StorageRefusedException.class);
    }

    @Test
    void aFileDroppedInByHandIsListedAndHiddenOnesAreNot() throws IOException {
        put(key(BTCUSDT, 1, 9), "rows");
        Files.writeString(root.resolve("trades/README.txt"), "notes");
        Files.writeString(root.resolve("trades/.DS_Store"), "");

        assertThat(keys("trades/")).containsExactly("trades/README.txt", key(BTCUSDT, 1, 9));
    }

    @Test
    void aLinkThatLeadsBackUpDoesNotTurnTheListingInCircles() throws IOException {
        Files.createDirectories(root.resolve("trades"));
        Files.createSymbolicLink(root.resolve("trades/up"), root);
        put("trades/zero", "rows");

        List<String> keys = keys("trades/");
        assertThat(keys).contains("trades/zero").hasSizeLessThanOrEqualTo(FolderListing.MAX_DEPTH);
    }

    @Test
    void anInterruptedPutIsNotThereAndTheCallerStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> archive.put(key(BTCUSDT, 1, 9), bytes("rows"), Map.of()))
                    .isInstanceOf(StorageUnavailableException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(files()).isEmpty();
        assertThat(put(key(BTCUSDT, 1, 9), "rows")).isEqualTo(PutOutcome.CREATED);
    }

    @Test
    void aMissingDatabaseOverAFolderWithObjectsIsSeen() throws IOException {
        Path file = temp.resolve("data/checkpoints.db");
        put(key(BTCUSDT, 1, 9), "rows");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            new SqliteCheckpoints(database).write(SampleCheckpoints.first(BTCUSDT));
        }

        Files.delete(file);

        try (SqliteDatabase anew = SqliteDatabase.open(file)) {
            assertThat(new SqliteCheckpoints(anew).read(BTCUSDT)).isEmpty();
        }
        assertThat(keys(BatchKey.prefix(BTCUSDT))).isNotEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
