package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.batch.Batch;
import io.gapless.dump.BrokenDumpException;
import io.gapless.dump.DailyDump;
import io.gapless.dump.DumpRows;
import io.gapless.dump.UnorderedDumpException;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Archives what is wanted of one dump and is not archived: claim ▶ put ▶ commit for some batches at a time,
/// in the order of the ids, so that it may end anywhere. Claims of dead writers on its date are finished
/// from it too. Used once, by one thread; holds two blocks of [Batch#MAX_TRADES] rows and a group of
/// encoded batches.
final class DumpFill {
    /// Batches written at once: what a killed process leaves behind as claims at most.
    static final int GROUP = 4;

    private final RepairWrites writes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Instant deadline;
    private final DailyDump dump;
    private final Symbol symbol;
    private final Optional<ArchivedRows> compared;
    private final DayTally tally;

    private final List<EncodedBatch> group = new ArrayList<>();
    private final TradeColumns run = new TradeColumns(Batch.MAX_TRADES);
    private Checkpoint checkpoint;
    private Coverage wanted;
    private Stretch stretch = new Stretch(Kind.UNWANTED, -1, Optional.empty());

    /// What is done with ids.
    private enum Kind {
        OPEN,
        DEAD_CLAIM,
        STORED,
        UNWANTED,
    }

    /// Ids up to `last` that are treated alike.
    private record Stretch(Kind kind, long last, Optional<Claim> claim) {}

    /// @param mostCompared rows that are archived already are compared with the archived ones if these lie in
    ///     no more objects than that
    DumpFill(
            Archive archive,
            RepairWrites writes,
            InstantSource clock,
            RandomGenerator random,
            Instant deadline,
            DailyDump dump,
            int mostCompared,
            DayTally tally)
            throws InterruptedException {
        this.writes = writes;
        this.clock = clock;
        this.random = random;
        this.deadline = deadline;
        this.dump = dump;
        this.tally = tally;
        this.symbol = dump.file().symbol();
        this.compared =
                Optional.of(new ArchivedRows(archive, symbol, dump.file().date()))
                        .filter(rows -> rows.objects() <= mostCompared);
        this.checkpoint = writes.read(symbol);
        this.wanted = wanted(checkpoint);
    }

    /// Works it off.
    ///
    /// @throws Stopped when the time is up
    void fill() throws BrokenDumpException, Stopped, InterruptedException {
        try (DumpRows rows = dump.rows()) {
            workOff(rows);
            return;
        } catch (UnorderedDumpException _) {
            tally.startOver();
            group.clear();
            run.clear();
            refresh();
        }
        try (DumpRows rows = dump.sortedRows()) {
            workOff(rows);
        }
    }

    private void workOff(DumpRows rows) throws BrokenDumpException, Stopped, InterruptedException {
        TradeColumns block = new TradeColumns(Batch.MAX_TRADES);
        while (rows.next(block, Batch.MAX_TRADES) > 0) {
            tally.read(block);
            requireTime();
            if (Thread.interrupted()) {
                throw new InterruptedException("in the middle of " + dump.file());
            }
            int from = 0;
            while (from < block.size()) {
                int to = endOfStretch(block, from);
                take(block, from, to);
                from = to;
                if (group.size() == GROUP) {
                    writeGroup();
                }
            }
            block.clear();
        }
        endRun();
        writeGroup();
    }

    /// The first row behind `from` that does not continue its ids, or is treated otherwise.
    private int endOfStretch(TradeColumns block, int from) {
        long id = block.id(from);
        if (id > stretch.last()) {
            endRun();
            stretch = stretchAt(id);
        } else if (!run.isEmpty() && run.id(run.size() - 1) + 1 != id) {
            endRun();
        }
        int most = Batch.MAX_TRADES - run.size();
        int to = from + 1;
        while (to < block.size()
                && to - from < most
                && block.id(to) == id + (to - from)
                && block.id(to) <= stretch.last()) {
            to++;
        }
        return to;
    }

    private Stretch stretchAt(long id) {
        TradeIdRange rest = new TradeIdRange(id, Long.MAX_VALUE - 1);
        for (Claim claim : checkpoint.claims()) {
            if (claim.range().contains(id)) {
                boolean dead =
                        claim.isExpired(clock.instant())
                                && claim.key().date().equals(dump.file().date());
                return new Stretch(
                        dead ? Kind.DEAD_CLAIM : Kind.UNWANTED,
                        claim.range().last(),
                        Optional.of(claim));
            }
        }
        Coverage stored = checkpoint.stored();
        Optional<TradeIdRange> in = stored.rangeHolding(id);
        if (in.isPresent()) {
            return new Stretch(Kind.STORED, in.get().last(), Optional.empty());
        }
        Coverage open = wanted.minus(stored).minus(checkpoint.claimed());
        return open.rangeHolding(id)
                .map(range -> new Stretch(Kind.OPEN, range.last(), Optional.empty()))
                .orElseGet(() -> {
                    long next =
                            open.plus(checkpoint.taken())
                                    .intersect(Coverage.of(rest))
                                    .span()
                                    .map(TradeIdRange::first)
                                    .orElse(Long.MAX_VALUE);
                    return new Stretch(Kind.UNWANTED, next - 1, Optional.empty());
                });
    }

    private void take(TradeColumns block, int from, int to) throws BrokenDumpException {
        switch (stretch.kind()) {
            case OPEN, DEAD_CLAIM -> {
                requireThisIdSpace(block, from, to);
                run.addAll(block, from, to);
                if (run.size() == Batch.MAX_TRADES) {
                    endRun();
                }
            }
            case STORED -> {
                tally.there(to - from);
                compared.ifPresent(rows -> compare(rows, block, from, to));
            }
            case UNWANTED -> tally.unwanted(to - from);
        }
    }

    /// As what REST tells: under the same ids there may be the trades of another id space.
    private void requireThisIdSpace(TradeColumns block, int from, int to)
            throws BrokenDumpException {
        IdSpace archived = IdSpace.archived(checkpoint);
        if (stretch.claim().map(archived::with).orElse(archived).contradicts(block, from, to)) {
            throw new BrokenDumpException(IdSpace.anew(symbol, dump.file().toString()));
        }
    }

    private void compare(ArchivedRows rows, TradeColumns block, int from, int to) {
        for (int row = from; row < to; row++) {
            Trade published = block.trade(row);
            rows.find(published.id())
                    .filter(found -> !found.trade().sameFill(published))
                    .ifPresent(found ->
                            tally.conflict(
                                    new Conflict(symbol, found.key(), found.trade(), published)));
        }
    }

    private void endRun() {
        if (run.isEmpty()) {
            return;
        }
        Batch batch = new Batch(symbol, run.slice(0, run.size()));
        run.clear();
        Optional<Claim> claim = stretch.claim();
        if (claim.isEmpty()) {
            group.add(EncodedBatch.own(batch, random));
        } else if (claim.get().range().equals(batch.range())) {
            group.add(EncodedBatch.takenOver(claim.get(), batch));
        }
    }

    private void writeGroup() throws Stopped, InterruptedException {
        if (group.isEmpty()) {
            return;
        }
        requireTime();
        Coverage before = checkpoint.stored();
        boolean _ = writes.write(List.copyOf(group));
        refresh();
        for (EncodedBatch batch : group) {
            Coverage ids = Coverage.of(batch.range());
            if (ids.minus(checkpoint.stored()).isEmpty()) {
                long trades = ids.minus(before).size();
                if (batch.origin() == EncodedBatch.Origin.OWN) {
                    tally.archived(trades);
                } else {
                    tally.takenOver(trades);
                }
            }
        }
        group.clear();
    }

    private void requireTime() throws Stopped {
        if (!clock.instant().isBefore(deadline)) {
            throw new Stopped(Ending.OUT_OF_TIME, "its time is up", Optional.empty());
        }
    }

    private void refresh() throws InterruptedException {
        checkpoint = writes.read(symbol);
        wanted = wanted(checkpoint);
        long readTo = run.isEmpty() ? -1 : stretch.last();
        stretch = new Stretch(stretch.kind(), readTo, stretch.claim());
    }

    /// Whatever is wanted of the symbol.
    private static Coverage wanted(Checkpoint checkpoint) {
        OptionalLong last = checkpoint.lastTaken();
        return checkpoint.wanted().all(last.orElse(-1));
    }
}
