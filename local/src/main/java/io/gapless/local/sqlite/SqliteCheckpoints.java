package io.gapless.local.sqlite;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointJson;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.trade.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Checkpoints in a SQLite file: a row each, with the version that conditional writes compare and the
/// checkpoint as [CheckpointJson].
public final class SqliteCheckpoints implements Checkpoints {
    private final SqliteDatabase database;

    public SqliteCheckpoints(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<Checkpoint> read(Symbol symbol) {
        return database
                .query(
                        "read the checkpoint of " + symbol,
                        this::checkpoint,
                        "SELECT symbol, version, body FROM checkpoints WHERE symbol = ?",
                        symbol.toString())
                .stream()
                .findFirst();
    }

    @Override
    public boolean write(Checkpoint next) {
        Checkpoints.requireStorable(next);
        String symbol = next.symbol().toString();
        String doing = "write the checkpoint of " + symbol;
        String body = CheckpointJson.write(next);
        if (next.version() == 1) {
            return database.change(
                            doing,
                            "INSERT INTO checkpoints (symbol, version, body) VALUES (?, 1, ?) ON CONFLICT (symbol) DO NOTHING",
                            symbol,
                            body)
                    == 1;
        }
        return database.change(
                        doing,
                        "UPDATE checkpoints SET version = ?, body = ? WHERE symbol = ? AND version = ?",
                        next.version(),
                        body,
                        symbol,
                        next.version() - 1)
                == 1;
    }

    @Override
    public List<Checkpoint> all() {
        return database
                .query(
                        "read all checkpoints",
                        this::checkpoint,
                        "SELECT symbol, version, body FROM checkpoints")
                .stream()
                .sorted(Comparator.comparing(Checkpoint::symbol))
                .toList();
    }

    private Checkpoint checkpoint(ResultSet row) throws SQLException {
        String symbol = row.getString("symbol");
        String where = "the checkpoint of " + symbol + " in " + database.file();
        Checkpoint checkpoint = CheckpointJson.read(row.getString("body"), where);
        if (!checkpoint.symbol().toString().equals(symbol)
                || checkpoint.version() != row.getLong("version")) {
            throw new StorageRefusedException(
                    where
                            + " contradicts itself: its row is not of the symbol and version in its body. Stop all writers and make it anew from the archive with `gapless rebuild`",
                    null);
        }
        return checkpoint;
    }
}
