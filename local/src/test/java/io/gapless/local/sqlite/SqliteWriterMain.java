package io.gapless.local.sqlite;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.nio.file.Path;

/// Asks for one id after the other, each in a version of its own, and prints the versions stored,
/// or why it cannot go on.
final class SqliteWriterMain {
    private static final Symbol BTCUSDT = Symbol.of("BTCUSDT");
    private static final int MAX_TRIES = 10_000;

    private SqliteWriterMain() {}

    /// @param args file, first id, how many
    public static void main(String[] args) {
        long first = Long.parseLong(args[1]);
        long count = Long.parseLong(args[2]);
        try (SqliteDatabase database = SqliteDatabase.open(Path.of(args[0]))) {
            Checkpoints checkpoints = new SqliteCheckpoints(database);
            for (long id = first; id < first + count; id++) {
                System.out.println(ask(checkpoints, 2 * id));
                System.out.flush();
            }
        } catch (StorageRefusedException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    private static long ask(Checkpoints checkpoints, long id) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Checkpoint before = checkpoints.read(BTCUSDT).orElse(Checkpoint.none(BTCUSDT));
            Checkpoint next =
                    before.change().ask(new TradeIdRange(id, id)).at(SampleCheckpoints.NOW);
            if (checkpoints.write(next)) {
                return next.version();
            }
        }
        throw new AssertionError("not stored in " + MAX_TRIES + " tries");
    }
}
