package io.gapless.local.sqlite;

import io.gapless.archive.Marks;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Marks in a SQLite file, a row each.
public final class SqliteMarks implements Marks {
    private final SqliteDatabase database;

    public SqliteMarks(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<Mark> find(String name) {
        return database
                .query(
                        "read the mark " + name,
                        this::mark,
                        "SELECT name, until, note FROM marks WHERE name = ?",
                        name)
                .stream()
                .findFirst();
    }

    @Override
    public boolean set(Mark mark, Instant endsBefore) {
        return database.change(
                        "set the mark " + mark.name(),
                        "INSERT INTO marks (name, until, note) VALUES (?, ?, ?)"
                                + " ON CONFLICT (name) DO UPDATE SET until = excluded.until, note = excluded.note"
                                + " WHERE marks.until < ?",
                        mark.name(),
                        StoredTime.of(mark.until()),
                        mark.note(),
                        StoredTime.of(endsBefore))
                == 1;
    }

    private Mark mark(ResultSet row) throws SQLException {
        String name = row.getString("name");
        try {
            Instant until = StoredTime.parse(row.getString("until"));
            return new Mark(name, until, row.getString("note"));
        } catch (DateTimeException e) {
            throw new StorageRefusedException(
                    "the mark %s in %s ends at no time. Delete its row, it is made anew when needed"
                            .formatted(name, database.file()),
                    e);
        }
    }
}
