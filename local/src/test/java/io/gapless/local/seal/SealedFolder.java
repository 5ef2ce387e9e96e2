package io.gapless.local.seal;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.dump.DumpHistory;
import io.gapless.local.folder.FolderArchive;
import io.gapless.local.sqlite.SqliteCheckpoints;
import io.gapless.local.sqlite.SqliteDatabase;
import io.gapless.seal.DaySealer;
import io.gapless.seal.Drafts;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.SealPorts;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// An archive in a folder as a listener would have left it.
final class SealedFolder implements AutoCloseable {
    static final Symbol SYMBOL = SampleTrades.SYMBOL;
    static final long FIRST_ID = 5_000;

    final SampleTrades market = new SampleTrades(11).fromId(FIRST_ID);
    private final InstantSource clock;
    private final Path root;
    private final FolderArchive archive;
    private final SqliteDatabase database;
    private final SqliteCheckpoints checkpoints;

    SealedFolder(Path root, InstantSource clock) {
        this.clock = clock;
        this.root = root;
        archive = new FolderArchive(root, clock);
        database = SqliteDatabase.open(root.resolve("checkpoints.sqlite"));
        checkpoints = new SqliteCheckpoints(database);
        change(c -> c.follow(FIRST_ID));
    }

    /// So many trades from the beginning of a date on.
    void trade(LocalDate date, int count) {
        archive(market.at(Instant.parse(date + "T00:00:00Z")).take(count));
    }

    void archive(TradeColumns rows) {
        for (Batch batch : Batch.cut(SYMBOL, rows, 40)) {
            String id = "c" + batch.range().first();
            change(c -> c.claim(new Claim(id, batch.key(), "test", clock.instant())));
            archive.put(batch.key().toString(), new BatchCodec().encode(batch), Map.of());
            change(c -> c.commit(Set.of(id)));
        }
    }

    SealOutcome seal(LocalDate date) throws IOException, InterruptedException {
        return new DaySealer(
                        new SealPorts(
                                archive,
                                archive,
                                checkpoints,
                                Drafts.in(root.resolve(".drafts")),
                                SealPorts.NewestId.UNKNOWN,
                                DumpHistory.NONE,
                                clock,
                                Runnable::run),
                        "test")
                .seal(SYMBOL, date, Instant.MAX);
    }

    private void change(UnaryOperator<CheckpointChange> step) {
        Checkpoint stored = checkpoints.read(SYMBOL).orElse(Checkpoint.none(SYMBOL));
        if (!checkpoints.write(step.apply(stored.change()).at(clock.instant()))) {
            throw new IllegalStateException("somebody else wrote");
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
