package io.gapless.local.query;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageRefusedException;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// DuckDB with the views of `sql/duckdb/gapless.sql` over one archive, as it was listed at the opening. For one thread.
public final class ArchiveViews implements AutoCloseable {
    private static final String SCRIPT = "/sql/duckdb/gapless.sql";

    /// What the script says of an archive without objects.
    private static final String EMPTY = "there are no trades at";

    private final Connection duckDb;

    private ArchiveViews(Connection duckDb) {
        this.duckDb = duckDb;
    }

    /// @param archive a folder that holds `trades/`, or `s3://bucket`
    /// @throws StorageRefusedException when nothing is archived there
    public static ArchiveViews open(String archive, Selection selection) throws SQLException {
        return open(archive, selection, Optional.empty());
    }

    /// @param today the UTC date that decides which seals count; empty is DuckDB's clock
    public static ArchiveViews open(String archive, Selection selection, Optional<LocalDate> today)
            throws SQLException {
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            if (archive.startsWith("s3://")) {
                statement.execute("INSTALL httpfs; LOAD httpfs; INSTALL aws; LOAD aws");
                statement.execute("CREATE SECRET (TYPE s3, PROVIDER credential_chain)");
            }
            set(statement, "archive", archive);
            set(statement, "symbols", selection.symbols());
            set(statement, "dates", selection.dates());
            if (today.isPresent()) {
                set(statement, "today", today.get().toString());
            }
            statement.execute(script());
            return new ArchiveViews(duckDb);
        } catch (SQLException e) {
            duckDb.close();
            if (String.valueOf(e.getMessage()).contains(EMPTY)) {
                throw new StorageRefusedException(
                        "%s %s: `gapless run` makes some".formatted(EMPTY, archive), e);
            }
            throw e;
        }
    }

    /// The text of the views.
    static String script() {
        try (InputStream script = ArchiveViews.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is not in the jar: build it again");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void set(Statement statement, String variable, String value)
            throws SQLException {
        statement.execute("SET VARIABLE %s = '%s'".formatted(variable, value.replace("'", "''")));
    }

    /// From now on the view `completeness` does not miss the ids that these checkpoints call absent.
    public void knowAbsent(List<Checkpoint> checkpoints) throws SQLException {
        try (PreparedStatement insert =
                duckDb.prepareStatement("INSERT INTO absent_ids VALUES (?, ?, ?)")) {
            for (Checkpoint checkpoint : checkpoints) {
                for (TradeIdRange range : checkpoint.absent().ranges()) {
                    insert.setString(1, checkpoint.symbol().toString());
                    insert.setLong(2, range.first());
                    insert.setLong(3, range.last());
                    insert.execute();
                }
            }
        }
    }

    public Connection connection() {
        return duckDb;
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
