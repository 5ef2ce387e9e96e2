package io.gapless.local.rebuild;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Claim;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.Wanted;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Makes checkpoints anew from the objects: the bucket is the truth.
///
/// Only safe while nobody writes, and nobody has for as long as a put or a claim can live
/// ([#QUIET_FOR]): an object that appears afterwards would not be known, and its trades could be
/// written a second time. What the objects do not tell is made cautiously: a symbol is followed from its lowest
/// id on, so that every hole is a gap again, and no id is absent until it has been proved anew.
public final class Rebuild {
    /// The longest that a claim can hold, and far longer than a put can be on its way.
    public static final Duration QUIET_FOR = Claim.MAX_LIFE;

    private final Archive archive;
    private final Checkpoints checkpoints;
    private final InstantSource clock;

    public Rebuild(Archive archive, Checkpoints checkpoints, InstantSource clock) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /// One symbol's new checkpoint.
    ///
    /// @param objects objects with rows
    /// @param voids objects without
    /// @param replaced whether there was a checkpoint before
    public record Rebuilt(Checkpoint checkpoint, long objects, long voids, boolean replaced) {}

    /// Rebuilds every symbol that has objects.
    ///
    /// @param sureThatNobodyWrites do it although a checkpoint or an object is younger than
    ///     [#QUIET_FOR]
    /// @param objectsRead is told how many objects have been read so far
    /// @throws StorageRefusedException when somebody seems to be writing, or an object is unsound;
    ///     nothing was changed
    public List<Rebuilt> run(boolean sureThatNobodyWrites, LongConsumer objectsRead) {
        Instant quietSince = clock.instant().minus(QUIET_FOR);
        Map<Symbol, Checkpoint> before = new TreeMap<>();
        for (Checkpoint checkpoint : checkpoints.all()) {
            before.put(checkpoint.symbol(), checkpoint);
            if (!sureThatNobodyWrites && checkpoint.updatedAt().isAfter(quietSince)) {
                throw refused(
                        "the checkpoint of %s was written at %s"
                                .formatted(checkpoint.symbol(), checkpoint.updatedAt()));
            }
        }
        Map<Symbol, Findings> found =
                read(sureThatNobodyWrites ? Instant.MAX : quietSince, objectsRead);
        List<Rebuilt> rebuilt = new ArrayList<>();
        found.forEach((symbol, findings) ->
                rebuilt.add(store(symbol, findings, Optional.ofNullable(before.get(symbol)))));
        return rebuilt;
    }

    private Map<Symbol, Findings> read(Instant noneAfter, LongConsumer objectsRead) {
        Map<Symbol, Findings> found = new TreeMap<>();
        Optional<String> after = Optional.empty();
        long read = 0;
        while (true) {
            Archive.Page page = archive.list(BatchKey.ROOT, after);
            for (Archive.Entry entry : page.entries()) {
                if (entry.created().isAfter(noneAfter)) {
                    throw refused("%s was made at %s".formatted(entry.key(), entry.created()));
                }
                note(entry.key(), found);
                objectsRead.accept(++read);
            }
            if (!page.more() || page.entries().isEmpty()) {
                return found;
            }
            after = Optional.of(page.entries().getLast().key());
        }
    }

    private void note(String key, Map<Symbol, Findings> found) {
        BatchKey batch;
        try {
            batch = BatchKey.parse(key);
        } catch (IllegalArgumentException e) {
            throw new StorageRefusedException(e.getMessage() + ". Nothing was changed.", e);
        }
        byte[] object =
                archive.get(key)
                        .orElseThrow(() -> new StorageRefusedException(key + " is gone", null));
        Findings findings = found.computeIfAbsent(batch.symbol(), _ -> new Findings());
        switch (FoundObject.look(batch, object)) {
            case FoundObject.Rows _ -> findings.rows(batch);
            case FoundObject.Voided() -> findings.voids++;
            case FoundObject.Contradiction(var why) ->
                    throw new StorageRefusedException(
                            why + ". Nothing was changed; `gapless verify` tells more.", null);
        }
    }

    private Rebuilt store(Symbol symbol, Findings findings, Optional<Checkpoint> before) {
        Coverage archived = Coverage.of(findings.ranges);
        Wanted wanted =
                before.map(Checkpoint::wanted)
                        .orElseGet(() ->
                                archived.span()
                                        .map(span -> followed(span.first()))
                                        .orElse(Wanted.NOTHING));
        Checkpoint next =
                new Checkpoint(
                        symbol,
                        before.map(Checkpoint::version).orElse(0L) + 1,
                        archived,
                        List.of(),
                        Coverage.EMPTY,
                        wanted,
                        List.of(),
                        Optional.empty(),
                        findings.headTime,
                        clock.instant());
        if (!checkpoints.write(next)) {
            throw refused("the checkpoint of %s has just been written".formatted(symbol));
        }
        return new Rebuilt(next, findings.ranges.size(), findings.voids, before.isPresent());
    }

    private static Wanted followed(long origin) {
        return Wanted.followedFrom(origin);
    }

    private static StorageRefusedException refused(String what) {
        return new StorageRefusedException(
                "somebody writes, or did a moment ago: %s. Stop every listener and every repair, wait %d minutes, and try again"
                        .formatted(what, QUIET_FOR.toMinutes()),
                null);
    }

    /// What the objects of a symbol tell.
    private static final class Findings {
        private final List<TradeIdRange> ranges = new ArrayList<>();
        private Instant headTime = Instant.EPOCH;
        private long highest = -1;
        private long voids;

        void rows(BatchKey batch) {
            ranges.add(batch.range());
            if (batch.range().last() > highest) {
                highest = batch.range().last();
                headTime = Trade.instant(batch.lastTime());
            }
        }
    }
}
