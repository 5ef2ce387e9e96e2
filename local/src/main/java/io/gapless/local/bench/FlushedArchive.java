package io.gapless.local.bench;

import io.gapless.archive.Checkpoint;
import io.gapless.batch.Batch;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// An archive of one symbol to which batches are written one after the other, as a listener does it.
final class FlushedArchive implements AutoCloseable {
    private static final String SYMBOL = "GAP0001USDT";
    private static final int TRADES = 400;
    private static final long MICROS_BETWEEN_TRADES = 100_000;
    private static final int OBJECTS_A_DAY = 1_440;
    private static final Claimant CLAIMANT = new Claimant("bench", Duration.ofSeconds(30));

    private final Path root;
    private final Stores stores;
    private final Random random = new Random(1);
    private final Clock clock = Clock.systemUTC();
    private final ProcedureRunner runner;
    private Checkpoint checkpoint;
    private long nextId;

    private FlushedArchive(Path root, Stores stores, Checkpoint checkpoint) {
        this.root = root;
        this.stores = stores;
        this.checkpoint = checkpoint;
        this.nextId = checkpoint.lastTaken().orElseThrow() + 1;
        runner =
                new ProcedureRunner(
                        stores.archive(), stores.checkpoints(), clock, time -> Thread.sleep(time));
    }

    /// @param pieces how many ranges of ids are archived
    static FlushedArchive of(Path root, int pieces) throws IOException {
        Stores stores = Stores.open(new Place.Folder(root), Map.of(), Clock.systemUTC());
        Checkpoint checkpoint = GrowthBench.checkpoint(SYMBOL, pieces);
        if (!stores.checkpoints().write(checkpoint)) {
            throw new IOException(root + " is not empty");
        }
        return new FlushedArchive(root, stores, checkpoint);
    }

    /// Lays so many objects beside those that will be written, on as many dates as they take at one a
    /// minute.
    void fill(int objects) throws IOException {
        for (int i = 0; i < objects; i++) {
            Path folder =
                    root.resolve("trades/symbol=%s/date=%05d".formatted(SYMBOL, i / OBJECTS_A_DAY));
            if (i % OBJECTS_A_DAY == 0) {
                Files.createDirectories(folder);
            }
            Files.createFile(folder.resolve("%019d.parquet".formatted(i)));
        }
    }

    /// @return processor time of one flush, the median, µs
    double flush(int flushes) throws InterruptedException {
        return CpuTime.medianMicros(flushes, this::flush);
    }

    private void flush() throws InterruptedException {
        Batch batch = new Batch(Symbol.of(SYMBOL), rows());
        WriteOutcome outcome =
                runner.run(
                        new BatchWrite(
                                List.of(EncodedBatch.own(batch, random)),
                                checkpoint,
                                CLAIMANT,
                                Instant.MAX,
                                random));
        if (!(outcome instanceof WriteOutcome.Ended ended)) {
            throw new IllegalStateException("not written: " + outcome);
        }
        checkpoint = ended.checkpoint();
    }

    private TradeColumns rows() {
        TradeColumns rows = new TradeColumns(TRADES);
        long first = Instant.parse("2026-01-15T00:00:00Z").toEpochMilli() * 1_000;
        for (int i = 0; i < TRADES; i++) {
            long time = first + (nextId % 500_000) * MICROS_BETWEEN_TRADES;
            rows.add(
                    nextId++,
                    9_459_178_000_000L + random.nextInt(1_000) * 1_000_000L,
                    1_000 + random.nextInt(1_000_000),
                    time,
                    random.nextBoolean(),
                    true,
                    time,
                    time,
                    Source.LIVE);
        }
        return rows;
    }

    @Override
    public void close() {
        stores.close();
    }
}
