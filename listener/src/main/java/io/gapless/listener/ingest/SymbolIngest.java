package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.HighestId;
import io.gapless.archive.Wanted;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The ingest of one symbol, from a trade's arrival to its object.
///
/// Of the [HeldTrades] it passes from runs (columns) to batches (encoded, a few bytes a trade) when
/// [FlushTiming] says so, and it is forgotten when the checkpoint shows it archived. At most one action is
/// under way. For the ingest thread alone.
final class SymbolIngest {
    /// Fewer trades take no less memory encoded, and would make many small objects.
    static final int LEAST_EARLY_CUT = 1_000;

    private final Symbol symbol;
    private final RandomGenerator random;
    private final IngestCounts counts;
    private final SymbolAlarms say;
    private final IdSpace ids = new IdSpace();
    private final CoveredIds covered;
    private final HeldTrades held;
    private final TradeRuns runs;
    private final HeldBatches batches;
    private final GapWatch gaps;
    private final FlushTiming timing;
    private final EndedElsewhere following = new EndedElsewhere();
    private OptionalLong lastReceived = OptionalLong.empty();
    private boolean busy;

    SymbolIngest(
            Checkpoint checkpoint,
            IngestSettings settings,
            RandomGenerator random,
            IngestCounts counts) {
        this.symbol = checkpoint.symbol();
        this.random = random;
        this.counts = counts;
        say = new SymbolAlarms(symbol);
        covered = new CoveredIds(checkpoint);
        ids.saw(checkpoint);
        held = new HeldTrades(symbol, settings.flushPolicy().batchTrades(), random, covered);
        runs = held.runs();
        batches = held.batches();
        gaps = new GapWatch(settings.reorderGrace(), covered.boundary());
        timing = new FlushTiming(symbol, settings);
    }

    Symbol symbol() {
        return symbol;
    }

    /// Takes a row over.
    ///
    /// @param actions where to tell of a restarted id space
    void received(TradeColumns from, int row, List<IngestAction> actions) {
        long id = from.id(row);
        long time = from.time(row);
        counts.tradesReceived++;
        boolean isNews = !ids.hasRestarted();
        if (ids.restartsWith(id, time)) {
            if (isNews) {
                actions.add(say.restarted(id, time, ids.highest()));
            }
            return;
        }
        if (covered.contains(id)) {
            counts.duplicates++;
            return;
        }
        if (lastReceived.isEmpty() || id > lastReceived.getAsLong()) {
            lastReceived = OptionalLong.of(id);
        }
        if (runs.add(from, row)) {
            ids.saw(id, time);
        } else {
            counts.duplicates++;
        }
    }

    /// What is to be done now, if anything.
    Optional<IngestAction> next(Instant now) {
        boolean due = isDue(now);
        boolean look = timing.looksFirst();
        if (due && (!look || timing.isOverdue(runs, now))) {
            // Also while a write is stuck: what is cut is encoded, and takes a fraction of the
            // memory.
            cut(now);
        }
        if (busy || !timing.mayBegin(now)) {
            return Optional.empty();
        }
        Optional<Wanted.Ended> ended = following.toGoOnFrom(covered.checkpoint(), ids, now);
        if (ended.isPresent() && !timing.isStopping()) {
            busy = true;
            return Optional.of(new IngestAction.FollowOn(symbol, ended.get()));
        }
        if (!batches.isEmpty()) {
            busy = true;
            return Optional.of(
                    new IngestAction.Write(symbol, batches.beginWrite(), covered.checkpoint()));
        }
        // What somebody else is writing, as far as known: only a look tells what became of it.
        if (due && (look || covered.anyClaimed(runs.ids()))) {
            busy = true;
            return Optional.of(new IngestAction.ReadCheckpoint(symbol));
        }
        return Optional.empty();
    }

    void onCheckpoint(Optional<Checkpoint> read, Instant now, List<IngestAction> actions) {
        busy = false;
        if (read.isEmpty()) {
            timing.retryLater(now, random);
            return;
        }
        timing.looked();
        learn(read.get(), actions);
        finishExpiredClaims(now, actions);
        if (!isDue(now)) {
            return;
        }
        cut(now);
        if (batches.isEmpty() && !runs.isEmpty()) {
            if (covered.anyClaimed(runs.ids())) {
                timing.waitForOthers(now);
            } else {
                timing.waitForHoles(now);
            }
        }
    }

    void onWriteEnded(WriteOutcome outcome, Instant now, List<IngestAction> actions) {
        busy = false;
        batches.writeEnded();
        switch (outcome) {
            case WriteOutcome.Ended ended -> onEnded(ended, now, actions);
            case WriteOutcome.NotClaimed _, WriteOutcome.GaveUp _ -> {
                counts.writesFailed++;
                timing.retryLater(now, random);
            }
            case WriteOutcome.Contradicted(var key, var why) -> {
                actions.add(say.contradiction(why));
                batches.all().stream()
                        .filter(batch -> batch.key().equals(key))
                        .forEach(batches::remove);
            }
        }
    }

    private void onEnded(WriteOutcome.Ended ended, Instant now, List<IngestAction> actions) {
        List<EncodedBatch> archived = ended.batches(Fate.ARCHIVED);
        List<EncodedBatch> byOthers = ended.batches(Fate.ARCHIVED_BY_OTHERS);
        List<EncodedBatch> contested = ended.batches(Fate.CONTESTED);
        List<EncodedBatch> waiting = ended.batches(Fate.WAITING);
        for (EncodedBatch batch : archived) {
            batches.remove(batch);
            counts.archived(batch, now);
        }
        for (EncodedBatch batch : byOthers) {
            batches.remove(batch);
            counts.tradesArchivedByOthers += batch.range().size();
        }
        for (EncodedBatch batch : ended.batches(Fate.RELEASED)) {
            batches.replace(batch, batch.underAnotherKey(random));
        }
        contested.forEach(held::takeBack);
        learn(ended.checkpoint(), actions);
        finishExpiredClaims(now, actions);
        if (!contested.isEmpty() || !byOthers.isEmpty()) {
            timing.standBy();
        } else if (!archived.isEmpty()) {
            timing.takeTheLead();
        }
        if (!ended.absentAfterAll().isEmpty()) {
            actions.add(say.absentAfterAll(ended.absentAfterAll()));
        }
        if (!waiting.isEmpty()) {
            actions.add(say.tooFragmented(waiting.getFirst().range(), ended.checkpoint()));
            // Others may be at the tail, which goes on: they come first next time.
            waiting.forEach(batches::moveLast);
            timing.retryLater(now, random);
        }
    }

    void stop() {
        timing.stop();
    }

    /// Whether nothing is left to be written by this process.
    boolean isDrained() {
        if (busy || !batches.isEmpty()) {
            return false;
        }
        // At the end what others have claimed is left to them.
        boolean leftToOthers =
                timing.isStopping() && !timing.looksFirst() && covered.free(runs.ids()).isEmpty();
        return runs.isEmpty() || leftToOthers;
    }

    HeldTrades held() {
        return held;
    }

    IngestProgress progress() {
        return new IngestProgress(symbol, lastReceived, held.ids());
    }

    /// Cuts what is held before its time, where that is worth an object: encoded, it takes a fraction
    /// of the memory.
    void cutEarly(Instant now) {
        if (runs.rows() >= LEAST_EARLY_CUT) {
            cut(now);
        }
    }

    /// Drops the oldest trades that are not being written.
    ///
    /// @param actions where to tell of it
    void giveUpOldest(List<IngestAction> actions) {
        held.giveUpOldest()
                .ifPresent(range -> {
                    counts.tradesGivenUp += range.size();
                    actions.add(say.givenUp(range));
                });
    }

    /// Counts holes that have outlived the grace.
    void countGaps(Instant now) {
        counts.gapsOpened += gaps.opened(runs, covered, now);
    }

    private boolean isDue(Instant now) {
        if (runs.isEmpty()) {
            return false;
        }
        return timing.isStopping()
                ? timing.looksFirst() || !freeIds(now).isEmpty()
                : timing.isDue(runs, now);
    }

    /// Held ids that may be written: not under somebody's claim, and not behind a hole so young that
    /// the missing ids may still come.
    private Coverage freeIds(Instant now) {
        Coverage free = covered.free(runs.ids());
        return timing.isStopping()
                ? free
                : free.minus(gaps.behindYoungHoles(runs, covered.boundary(), now));
    }

    private void cut(Instant now) {
        Coverage free = freeIds(now);
        if (!free.isEmpty()) {
            held.cut(free);
            timing.flushed();
        }
    }

    /// Somebody's claim has expired and every one of its ids is held here: finish it, under its key.
    private void finishExpiredClaims(Instant now, List<IngestAction> actions) {
        for (Claim claim : covered.checkpoint().expiredClaims(now)) {
            try {
                held.finish(claim);
            } catch (IllegalArgumentException e) {
                actions.add(say.contradiction(String.valueOf(e.getMessage())));
            }
        }
    }

    private void learn(Checkpoint newer, List<IngestAction> actions) {
        if (!covered.learn(newer)) {
            return;
        }
        ids.saw(newer);
        dropOtherIdSpace(newer, actions);
        long byOthers = runs.remove(newer.stored());
        if (byOthers > 0) {
            counts.tradesArchivedByOthers += byOthers;
            timing.standBy();
        }
    }

    /// The ids may have started again before this process knew of the old ones. Then all that it holds
    /// is of the new.
    private void dropOtherIdSpace(Checkpoint newer, List<IngestAction> actions) {
        HighestId first = HighestId.taken(newer);
        for (TradeColumns run : List.copyOf(runs.runs())) {
            for (int row = 0; row < run.size() && run.id(row) < first.id(); row++) {
                if (first.isContradictedBy(run.id(row), run.time(row))) {
                    if (!ids.hasRestarted()) {
                        actions.add(say.restarted(run.id(row), run.time(row), first.id()));
                    }
                    ids.restartedAfter(first);
                    while (held.canGiveUp()) {
                        held.giveUpOldest();
                    }
                    return;
                }
            }
        }
    }
}
