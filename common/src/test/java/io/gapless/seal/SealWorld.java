package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageFaults;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.ByteSource;
import io.gapless.batch.Content;
import io.gapless.batch.SealedKey;
import io.gapless.batch.SealedReader;
import io.gapless.binance.SettableClock;
import io.gapless.dump.DumpHistory;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// An archive in memory, filled by hand, and whoever seals it.
final class SealWorld {
    static final Symbol SYMBOL = SampleTrades.SYMBOL;
    static final LocalDate DAY = LocalDate.parse("2026-01-02");
    static final Instant MIDNIGHT = Instant.parse("2026-01-03T00:00:00Z");
    static final long ORIGIN = 1_000;

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-03T02:00:00Z"));
    final InMemoryArchive archive = new InMemoryArchive(clock);
    final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    final SampleTrades market =
            new SampleTrades(4).fromId(ORIGIN).at(Instant.parse("2026-01-01T23:59:59Z"));
    DumpHistory dumps = DumpHistory.NONE;
    SealPorts.NewestId newest = SealPorts.NewestId.UNKNOWN;

    SealWorld() {
        change(c -> c.follow(ORIGIN));
    }

    /// Ten trades of the day before, a hundred of the day, ten of the next: all archived, in parts of
    /// forty.
    static SealWorld ofThreeDays() {
        SealWorld world = new SealWorld();
        world.archive(world.market.take(10));
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(100));
        world.archive(world.market.at(MIDNIGHT).take(10));
        return world;
    }

    void archive(TradeColumns rows) {
        for (Batch batch : Batch.cut(SYMBOL, rows, 40)) {
            put(batch);
            settle(batch.key());
        }
    }

    void put(Batch batch) {
        archive.put(batch.key().toString(), new BatchCodec().encode(batch), Map.of());
    }

    void settle(BatchKey key) {
        String id = "c" + key.range().first();
        change(c -> c.claim(new Claim(id, key, "test", clock.instant().plusSeconds(60))));
        change(c -> c.commit(Set.of(id)));
    }

    void change(UnaryOperator<CheckpointChange> step) {
        Checkpoint stored = checkpoint();
        if (!checkpoints.write(step.apply(stored.change()).at(clock.instant()))) {
            throw new IllegalStateException("somebody else wrote");
        }
    }

    Checkpoint checkpoint() {
        return checkpoints.read(SYMBOL).orElse(Checkpoint.none(SYMBOL));
    }

    SealOutcome seal() throws IOException, InterruptedException {
        return seal(StorageFaults.NONE, StorageFaults.NONE);
    }

    SealOutcome seal(StorageFaults objects, StorageFaults table)
            throws IOException, InterruptedException {
        InMemoryArchive seen = archive.through(objects);
        return new DaySealer(
                        new SealPorts(
                                seen,
                                seen,
                                checkpoints.through(table),
                                Drafts.inMemory(),
                                newest,
                                dumps,
                                clock,
                                Runnable::run),
                        "test")
                .seal(SYMBOL, DAY, Instant.MAX);
    }

    /// The same checkpoints over an archive that lacks some objects.
    SealWorld without(String inKey) {
        SealWorld other = new SealWorld();
        keys("").stream()
                .filter(key -> !key.contains(inKey))
                .forEach(key -> other.archive.put(key, archive.get(key).orElseThrow(), Map.of()));
        other.checkpoints.forget(SYMBOL);
        for (long version = 1; version <= checkpoint().version(); version++) {
            Checkpoint c = checkpoint();
            other.checkpoints.write(
                    new Checkpoint(
                            SYMBOL,
                            version,
                            c.archived(),
                            c.claims(),
                            c.absent(),
                            c.wanted(),
                            c.deferred(),
                            c.ahead(),
                            c.headTime(),
                            c.updatedAt()));
        }
        return other;
    }

    /// What is under a prefix.
    List<String> keys(String prefix) {
        return archive.keys().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /// The rows of the day as a reader sees them through the views, told as `id` ▶ how often.
    Map<Long, Integer> view(LocalDate today) {
        Map<Long, Integer> seen = new TreeMap<>();
        List<TradeIdRange> covered = new ArrayList<>();
        for (String name : keys(SealedKey.prefix(SYMBOL, DAY))) {
            SealedKey key = SealedKey.parse(name);
            SealedReader reader =
                    new SealedReader(key, ByteSource.of(archive.get(name).orElseThrow()));
            if (key.sealedOn().isBefore(today) && !reader.isVoid()) {
                covered.add(key.range());
                for (Optional<TradeColumns> rows = reader.next();
                        rows.isPresent();
                        rows = reader.next()) {
                    rows.get().rows().forEach(trade -> seen.merge(trade.id(), 1, Integer::sum));
                }
            }
        }
        parts(archive).stream()
                .map(Trade::id)
                .filter(id -> covered.stream().noneMatch(range -> range.contains(id)))
                .forEach(id -> seen.merge(id, 1, Integer::sum));
        return seen;
    }

    /// All rows of the day under `trades/`.
    static List<Trade> parts(Archive archive) {
        List<Trade> trades = new ArrayList<>();
        archive.list(BatchKey.prefix(SYMBOL, DAY), Optional.empty())
                .entries()
                .forEach(entry -> {
                    byte[] body = archive.get(entry.key()).orElseThrow();
                    if (new BatchCodec().decode(body) instanceof Content.Rows(var _, var rows)) {
                        trades.addAll(rows.rows());
                    }
                });
        return trades;
    }
}
