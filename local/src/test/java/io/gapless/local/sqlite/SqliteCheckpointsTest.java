package io.gapless.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.CheckpointsContract;
import io.gapless.archive.Race;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.local.ChildJvm;
import io.gapless.trade.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteCheckpointsTest extends CheckpointsContract {
    @TempDir private Path temp;
    private Path file;
    private SqliteDatabase database;
    private SqliteDatabase another;

    @BeforeEach
    void open() {
        file = temp.resolve("data/checkpoints.db");
        database = SqliteDatabase.open(file);
        another = SqliteDatabase.open(file);
    }

    @AfterEach
    void close() {
        another.close();
        database.close();
    }

    @Override
    protected Checkpoints checkpoints() {
        return new SqliteCheckpoints(database);
    }

    @Override
    protected Checkpoints checkpointsOfAnotherProcess() {
        return new SqliteCheckpoints(another);
    }

    @Test
    void noChangeOfRealProcessesIsLost() throws Exception {
        write(Checkpoint.none(BTCUSDT).change().follow(1).at(NOW));
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writers.add(
                    ChildJvm.start(ChildJvm.command(SqliteWriterMain.class, file, 1_000 * i, 40)));
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        assertThat(read().version()).isEqualTo(121);
        assertThat(read().wanted().asked().size()).isEqualTo(120);
    }

    @Test
    void aWriterThatWasKilledLeavesAWholeCheckpoint() throws Exception {
        write(Checkpoint.none(BTCUSDT).change().follow(1).at(NOW));
        Process writer =
                ChildJvm.start(ChildJvm.command(SqliteWriterMain.class, file, 0, 1_000_000));
        long told = 0;
        try (var lines = ChildJvm.lines(writer)) {
            for (int i = 0; i < 25; i++) {
                told = Long.parseLong(lines.readLine());
            }
            writer.destroyForcibly().waitFor();
        }

        assertThat(read().version()).isGreaterThanOrEqualTo(told);
        assertThat(read().wanted().asked().size()).isEqualTo(read().version() - 1);
        write(read().change().unfollow(7, NOW).at(NOW));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsRefused() throws Exception {
        List<String> lines =
                ChildJvm.inMount(
                        temp,
                        "mount -t tmpfs -o size=200k none \"$1\"",
                        ChildJvm.command(
                                SqliteWriterMain.class, temp.resolve("small.db"), 0, 100_000));

        assertThat(lines.getFirst()).isEqualTo("1");
        assertThat(lines.getLast())
                .startsWith("refused: write the checkpoint of BTCUSDT in " + temp)
                .contains("the disk is full. Free some space");
    }

    @Test
    void manyOpenANewFileAtOnce() {
        Path fresh = temp.resolve("fresh/checkpoints.db");

        List<Boolean> stored =
                Race.of(
                        6,
                        i -> {
                            try (SqliteDatabase mine = SqliteDatabase.open(fresh)) {
                                return new SqliteCheckpoints(mine)
                                        .write(SampleCheckpoints.first(Symbol.of("S" + i)));
                            }
                        });

        assertThat(stored).containsOnly(true).hasSize(6);
        try (SqliteDatabase after = SqliteDatabase.open(fresh)) {
            assertThat(new SqliteCheckpoints(after).all()).hasSize(6);
        }
    }

    @Test
    void aFileThatIsLockedTooLongIsUnavailable() throws Exception {
        try (Connection hog = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = hog.createStatement();
                SqliteDatabase hasty = SqliteDatabase.open(file, Duration.ofMillis(20))) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() ->
                            new SqliteCheckpoints(hasty).write(SampleCheckpoints.first(BTCUSDT)))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageStartingWith("write the checkpoint of BTCUSDT in " + file)
                    .hasMessageContaining("another process held it too long");
            assertThat(new SqliteCheckpoints(hasty).read(BTCUSDT)).isEmpty();
            statement.execute("ROLLBACK");
            assertThat(new SqliteCheckpoints(hasty).write(SampleCheckpoints.first(BTCUSDT)))
                    .isTrue();
        }
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Path text = Files.writeString(temp.resolve("text.db"), "no database at all\n".repeat(100));

        assertThatThrownBy(() -> SqliteDatabase.open(text))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("open in " + text)
                .hasMessageContaining("the file is damaged or no database")
                .hasMessageContaining("gapless rebuild");
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws Exception {
        Path foreign = temp.resolve("foreign.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE accounts (id INTEGER)");
        }

        assertThatThrownBy(() -> SqliteDatabase.open(foreign))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("this is another program's database. Name another file");
    }

    @Test
    void aFolderInTheFilesPlaceIsRefused() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("folder.db"));

        assertThatThrownBy(() -> SqliteDatabase.open(folder))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("it cannot be opened for writing");
    }

    @Test
    void aRowThatContradictsItselfIsRefused() throws Exception {
        write(SampleCheckpoints.first(BTCUSDT));
        spoil("UPDATE checkpoints SET version = 7");
        assertThatThrownBy(this::read)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(
                        "the checkpoint of BTCUSDT in " + file + " contradicts itself");

        spoil("UPDATE checkpoints SET body = '{'");
        assertThatThrownBy(this::read)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("the checkpoint of BTCUSDT in " + file + " cannot be read");
    }

    @Test
    void aDamagedPageIsRefused() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(SampleCheckpoints.inPieces(Symbol.of("S" + i), 100));
        }
        spoil("PRAGMA wal_checkpoint(TRUNCATE)");
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5a);
        Path damaged = Files.write(temp.resolve("damaged.db"), bytes);

        assertThatThrownBy(
                        () -> {
                            try (SqliteDatabase open = SqliteDatabase.open(damaged)) {
                                new SqliteCheckpoints(open).all();
                            }
                        })
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("the file is damaged or no database");
    }

    private void spoil(String sql) throws Exception {
        try (Connection vandal = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = vandal.createStatement()) {
            statement.execute(sql);
        }
    }
}
