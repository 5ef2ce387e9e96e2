package io.gapless.local.sqlite;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteException;

/// The SQLite file of a local archive: a table of checkpoints and one of marks.
///
/// Several processes may open it. Every operation is one statement, so it happens whole or not at all,
/// and is on the disk when it returns (write-ahead log, fully synced: a claim that a power cut took
/// back could be claimed again in other borders). One connection, used by one thread at a time.
public final class SqliteDatabase implements AutoCloseable {
    /// How long a statement waits for another process's, which takes milliseconds.
    public static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    /// Marks the file as ours: "GPLS".
    private static final int APPLICATION_ID = 0x47504c53;

    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE IF NOT EXISTS checkpoints (symbol TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
                    "CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, until TEXT NOT NULL, note TEXT NOT NULL) STRICT, WITHOUT ROWID");

    private final Path file;
    private final Connection connection;

    private SqliteDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Opens the file, and makes it if there is none.
    ///
    /// @throws StorageRefusedException saying what to do if it cannot be used
    public static SqliteDatabase open(Path file) {
        return open(file, BUSY_TIMEOUT);
    }

    static SqliteDatabase open(Path file, Duration busyTimeout) {
        Path absolute = file.toAbsolutePath();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        try {
            if (absolute.getParent() != null) {
                Files.createDirectories(absolute.getParent());
            }
            SqliteDatabase database =
                    new SqliteDatabase(
                            absolute, config.createConnection("jdbc:sqlite:" + absolute));
            database.prepare();
            return database;
        } catch (SQLException e) {
            throw failure(absolute, "open", e);
        } catch (IOException e) {
            throw new StorageRefusedException(
                    "open "
                            + absolute
                            + ": its folder cannot be made. Choose another place ("
                            + e
                            + ")",
                    e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(file, "close", e);
        }
    }

    /// Reads one row's columns.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Runs one statement that changes something.
    ///
    /// @param doing what it is for, such as `write the checkpoint of BTCUSDT`
    /// @return how many rows it changed
    synchronized int change(String doing, String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(file, doing, e);
        }
    }

    /// Runs one query.
    synchronized <T> List<T> query(String doing, Row<T> row, String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row.read(results));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw failure(file, doing, e);
        }
    }

    Path file() {
        return file;
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int id = number(statement, "PRAGMA application_id");
            int objects = number(statement, "SELECT count(*) FROM sqlite_schema");
            if (id != APPLICATION_ID && objects > 0) {
                throw new StorageRefusedException(
                        "open " + file + ": this is another program's database. Name another file",
                        null);
            }
            if (id != APPLICATION_ID) {
                statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            }
            for (String table : SCHEMA) {
                statement.execute(table);
            }
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static RuntimeException failure(Path file, String doing, SQLException e) {
        String what = doing + " in " + file + ": ";
        String why = " (" + e.getMessage() + ")";
        // Extended codes hold the primary one in their lowest byte.
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
        return switch (code) {
            case 5, 6 -> // BUSY, LOCKED
                    new StorageUnavailableException(
                            what + "another process held it too long" + why, e);
            case 11, 26 -> // CORRUPT, NOTADB
                    new StorageRefusedException(
                            what
                                    + "the file is damaged or no database. Move it away with all writers stopped, and make it anew with `gapless rebuild`"
                                    + why,
                            e);
            case 3, 8, 14, 23 -> // PERM, READONLY, CANTOPEN, AUTH
                    new StorageRefusedException(
                            what
                                    + "it cannot be opened for writing. Let this user read and write it and its folder"
                                    + why,
                            e);
            case 13 -> // FULL
                    new StorageRefusedException(
                            what + "the disk is full. Free some space" + why, e);
            default -> new StorageUnavailableException(what + "failed" + why, e);
        };
    }
}
