package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.batch.Batch;
import io.gapless.listener.ingest.IngestAction.Alarm;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.FoundObject;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The ingest of one symbol: held trades, batches cut from them, and what the checkpoint showed last.
///
/// A trade passes from `runs` (columns) to `pending` (encoded, a few bytes each) when the flush policy
/// says so, and is forgotten when the checkpoint shows it archived. At most one action is under way.
final class SymbolIngest {
    /// A new id this far below the highest, with a later trade time, is no late delivery.
    static final long RESTART_DISTANCE = 1_000;

    /// How much later, in µs.
    static final long RESTART_LEAD = 60_000_000;

    /// Wait after a write that did not come to its end.
    static final Duration RETRY_AFTER = Duration.ofSeconds(3);

    private final Symbol symbol;
    private final IngestSettings settings;
    private final RandomGenerator random;
    private final IngestCounts counts;
    private final TradeRuns runs = new TradeRuns();
    private final Deque<EncodedBatch> pending = new ArrayDeque<>();
    private long pendingBytes;
    private Checkpoint checkpoint;

    /// Ids cut here or known to be archived: what arrives again of these is a duplicate.
    private Coverage covered;

    /// One above the highest covered id.
    private long boundary;

    private long newestTime;
    private OptionalLong lastReceived = OptionalLong.empty();
    private boolean flushedOnce;
    private boolean standby;
    private boolean lookFirst = true;
    private boolean busy;

    /// How many batches at the head of `pending` are being written.
    private int inFlight;

    private boolean stopping;
    private boolean restarted;
    private Instant notBefore = Instant.MIN;
    private long countedHolesBelow;

    SymbolIngest(
            Checkpoint checkpoint,
            IngestSettings settings,
            RandomGenerator random,
            IngestCounts counts) {
        this.symbol = checkpoint.symbol();
        this.settings = settings;
        this.random = random;
        this.counts = counts;
        this.checkpoint = checkpoint;
        covered = checkpoint.stored();
        boundary =
                Math.max(
                        checkpoint.lastTaken().orElse(-1) + 1,
                        checkpoint.wanted().followedFrom().orElse(0));
        newestTime = newestTime(checkpoint);
        countedHolesBelow = boundary;
    }

    Symbol symbol() {
        return symbol;
    }

    /// Takes a row over.
    ///
    /// @param alarms where to tell of a restarted id space
    void received(TradeColumns from, int row, List<IngestAction> alarms) {
        long id = from.id(row);
        long time = from.time(row);
        counts.tradesReceived++;
        if (id < boundary) {
            if (restarted) {
                return;
            }
            if (id < boundary - RESTART_DISTANCE && time > newestTime + RESTART_LEAD) {
                restarted = true;
                alarms.add(restartAlarm(id, time));
                return;
            }
            if (covered.contains(id)) {
                counts.duplicates++;
                return;
            }
        }
        if (restarted) {
            return;
        }
        if (lastReceived.isEmpty() || id > lastReceived.getAsLong()) {
            lastReceived = OptionalLong.of(id);
        }
        if (runs.add(from, row)) {
            newestTime = Math.max(newestTime, time);
        } else {
            counts.duplicates++;
        }
    }

    /// What is to be done now, if anything.
    Optional<IngestAction> next(Instant now) {
        boolean due = isDue(now);
        boolean look = lookFirst || standby;
        if (due && (!look || isOverdue(now))) {
            // Also while a write is stuck: what is cut is encoded, and takes a fraction of the
            // memory.
            cut(now);
        }
        if (busy || now.isBefore(notBefore)) {
            return Optional.empty();
        }
        if (!pending.isEmpty()) {
            List<EncodedBatch> batches = pending.stream().limit(BatchWrite.MAX_BATCHES).toList();
            inFlight = batches.size();
            busy = true;
            return Optional.of(new IngestAction.Write(symbol, batches, checkpoint));
        }
        if (due && (look || isWithOthers())) {
            busy = true;
            return Optional.of(new IngestAction.ReadCheckpoint(symbol));
        }
        return Optional.empty();
    }

    void onCheckpoint(Optional<Checkpoint> read, Instant now, List<IngestAction> alarms) {
        busy = false;
        if (read.isEmpty()) {
            retryLater(now);
            return;
        }
        lookFirst = false;
        learn(read.get());
        finishExpiredClaims(now, alarms);
        if (isDue(now)) {
            cut(now);
            if (pending.isEmpty() && !runs.isEmpty()) {
                // All that is due is being written by somebody else: look again when that should be
                // done.
                lookFirst = true;
                notBefore = now.plus(settings.flushPolicy().interval().dividedBy(4));
            }
        }
    }

    void onWriteEnded(WriteOutcome outcome, Instant now, List<IngestAction> alarms) {
        busy = false;
        inFlight = 0;
        switch (outcome) {
            case WriteOutcome.Ended ended -> onEnded(ended, now, alarms);
            case WriteOutcome.NotClaimed _, WriteOutcome.GaveUp _ -> {
                counts.writesFailed++;
                retryLater(now);
            }
            case WriteOutcome.Contradicted(var key, var why) -> {
                alarms.add(new Alarm(Alarm.Kind.CONTRADICTION, symbol, key + ": " + why));
                pending.stream().filter(b -> b.key().equals(key)).toList().forEach(this::drop);
            }
        }
    }

    private void onEnded(WriteOutcome.Ended ended, Instant now, List<IngestAction> alarms) {
        for (EncodedBatch batch : ended.batches(Fate.ARCHIVED)) {
            drop(batch);
            counts.tradesArchived += batch.range().size();
            counts.objectsArchived++;
            counts.bytesArchived += batch.body().length;
            counts.longestDelayMicros =
                    Math.max(
                            counts.longestDelayMicros, Trade.micros(now) - batch.key().firstTime());
        }
        for (EncodedBatch batch : ended.batches(Fate.ARCHIVED_BY_OTHERS)) {
            drop(batch);
            counts.tradesArchivedByOthers += batch.range().size();
        }
        for (EncodedBatch batch : ended.batches(Fate.RELEASED)) {
            drop(batch);
            hold(batch.underAnotherKey(random));
        }
        for (EncodedBatch batch : ended.batches(Fate.CONTESTED)) {
            drop(batch);
            takeBack(batch);
        }
        learn(ended.checkpoint());
        if (!ended.batches(Fate.CONTESTED).isEmpty()
                || !ended.batches(Fate.ARCHIVED_BY_OTHERS).isEmpty()) {
            standby = true;
        } else if (!ended.batches(Fate.ARCHIVED).isEmpty()) {
            standby = false;
        }
        if (!ended.absentAfterAll().isEmpty()) {
            alarms.add(
                    new Alarm(
                            Alarm.Kind.ABSENT_AFTER_ALL,
                            symbol,
                            "trades %s were recorded as never having existed, and do exist"
                                    .formatted(ended.absentAfterAll())));
        }
        List<EncodedBatch> waiting = ended.batches(Fate.WAITING);
        if (!waiting.isEmpty()) {
            alarms.add(
                    new Alarm(
                            Alarm.Kind.TOO_FRAGMENTED,
                            symbol,
                            "%s waits: the archive is in %d pieces; let the repair close gaps"
                                    .formatted(
                                            waiting.getFirst().range(),
                                            ended.checkpoint().archived().rangeCount())));
            // Others may be at the tail, which goes on: they come first next time.
            waiting.forEach(batch -> {
                drop(batch);
                hold(batch);
            });
            retryLater(now);
        }
    }

    void stop() {
        stopping = true;
        lookFirst = true;
        notBefore = Instant.MIN;
    }

    /// Whether nothing is left to be written by this process.
    boolean isDrained() {
        return !busy && pending.isEmpty() && (runs.isEmpty() || (stopping && !lookFirst));
    }

    long heldBytes() {
        return runs.heldBytes() + pendingBytes;
    }

    /// When the oldest trade was received that is not archived, µs; [Long#MAX_VALUE] when all are.
    long oldestUnarchived() {
        return Math.min(oldestPending(), runs.oldestReceivedAt());
    }

    IngestProgress progress() {
        Coverage unarchived = runs.ids();
        for (EncodedBatch batch : pending) {
            unarchived = unarchived.plus(batch.range());
        }
        return new IngestProgress(symbol, lastReceived, unarchived);
    }

    /// Drops the oldest trades that are not claimed: one batch, or one run.
    ///
    /// @return what was dropped, if there was anything that could be
    Optional<TradeIdRange> giveUpOldest() {
        Optional<EncodedBatch> batch = pending.stream().skip(inFlight).findFirst();
        Optional<TradeIdRange> given = Optional.empty();
        if (batch.isPresent()) {
            drop(batch.get());
            covered = covered.minus(batch.get().range());
            given = Optional.of(batch.get().range());
        } else if (!runs.isEmpty()) {
            TradeIdRange oldest = TradeRuns.range(runs.runs().getFirst());
            runs.take(Coverage.of(oldest));
            given = Optional.of(oldest);
        }
        given.ifPresent(range -> counts.tradesGivenUp += range.size());
        return given;
    }

    boolean canGiveUp() {
        return !runs.isEmpty() || pending.size() > inFlight;
    }

    /// Counts holes that have outlived the grace.
    void countGaps(Instant now) {
        long aged = Trade.micros(now) - settings.reorderGrace().toNanos() / 1000;
        long expected = countedHolesBelow;
        for (TradeColumns run : runs.runs()) {
            // What was written, here or by others, between two looks is no hole.
            if (run.id(0) > expected
                    && !covered.contains(new TradeIdRange(expected, run.id(0) - 1))) {
                if (run.receivedAt(0) > aged) {
                    return;
                }
                counts.gapsOpened++;
            }
            expected = Math.max(expected, run.id(run.size() - 1) + 1);
            countedHolesBelow = Math.max(countedHolesBelow, expected);
        }
    }

    private boolean isDue(Instant now) {
        if (runs.isEmpty()) {
            return false;
        }
        if (stopping) {
            return lookFirst || !freeIds(now).isEmpty();
        }
        FlushPolicy policy = settings.flushPolicy();
        long patience = flushedOnce ? policy.patience(standby) : policy.firstPatience(symbol);
        return runs.rows() >= policy.room(standby)
                || Trade.micros(now) - runs.oldestReceivedAt() >= patience;
    }

    /// What is held is being written by somebody else, as far as known: only a look can tell what
    /// became of it.
    private boolean isWithOthers() {
        return checkpoint.claims().stream().anyMatch(c -> runs.ids().overlaps(c.range()));
    }

    /// Waited twice as long as it should: the checkpoint cannot be looked at.
    private boolean isOverdue(Instant now) {
        long patience = settings.flushPolicy().patience(standby);
        return Trade.micros(now) - runs.oldestReceivedAt() >= 2 * patience
                || runs.rows() >= 2 * settings.flushPolicy().room(standby);
    }

    /// Held ids that may be written: not under somebody's claim, and not behind a hole so young that
    /// the missing ids may still come.
    private Coverage freeIds(Instant now) {
        Coverage held = runs.ids();
        if (!stopping) {
            long aged = Trade.micros(now) - settings.reorderGrace().toNanos() / 1000;
            long expected = boundary;
            for (TradeColumns run : runs.runs()) {
                if (run.id(0) > expected && run.receivedAt(0) > aged) {
                    held = held.minus(TradeRuns.range(run));
                }
                expected = Math.max(expected, run.id(run.size() - 1) + 1);
            }
        }
        return held.minus(checkpoint.taken());
    }

    private void cut(Instant now) {
        Coverage free = freeIds(now);
        for (TradeColumns run : runs.take(free)) {
            for (Batch batch : Batch.cut(symbol, run, settings.flushPolicy().batchTrades())) {
                hold(EncodedBatch.own(batch, random));
            }
        }
        cover(free);
        flushedOnce |= !free.isEmpty();
    }

    /// Somebody's claim has expired and every one of its ids is held here: finish it, under its key.
    private void finishExpiredClaims(Instant now, List<IngestAction> alarms) {
        for (Claim claim : checkpoint.expiredClaims(now)) {
            Coverage range = Coverage.of(claim.range());
            if (!range.minus(runs.ids()).isEmpty()) {
                continue;
            }
            TradeColumns rows = runs.take(range).getFirst();
            cover(range);
            try {
                hold(EncodedBatch.takenOver(claim, new Batch(symbol, rows)));
            } catch (IllegalArgumentException e) {
                // Rows of another date than the claim's. They can never lie under its key.
                alarms.add(
                        new Alarm(
                                Alarm.Kind.CONTRADICTION,
                                symbol,
                                claim.key() + ": " + e.getMessage()));
            }
        }
    }

    private void learn(Checkpoint newer) {
        if (newer.version() < checkpoint.version()) {
            return;
        }
        checkpoint = newer;
        newestTime = Math.max(newestTime, newestTime(newer));
        Coverage stored = newer.stored();
        long byOthers = runs.remove(stored);
        if (byOthers > 0) {
            counts.tradesArchivedByOthers += byOthers;
            standby = true;
        }
        cover(stored);
    }

    /// The latest trade time that a checkpoint tells of, µs.
    private static long newestTime(Checkpoint known) {
        return known.claims().stream()
                .mapToLong(claim -> claim.key().lastTime())
                .reduce(Trade.micros(known.headTime()), Math::max);
    }

    private void cover(Coverage ids) {
        covered = covered.plus(ids);
        boundary = Math.max(boundary, covered.span().map(span -> span.last() + 1).orElse(0L));
    }

    private void takeBack(EncodedBatch batch) {
        covered = covered.minus(batch.range());
        if (FoundObject.look(batch.key(), batch.body()) instanceof FoundObject.Rows(var rows)) {
            for (int row = 0; row < rows.size(); row++) {
                runs.add(rows, row);
            }
        }
    }

    private void hold(EncodedBatch batch) {
        pending.addLast(batch);
        pendingBytes += batch.heldBytes();
    }

    private void drop(EncodedBatch batch) {
        if (pending.removeIf(held -> held.claimId().equals(batch.claimId()))) {
            pendingBytes -= batch.heldBytes();
        }
    }

    private void retryLater(Instant now) {
        long spread = RETRY_AFTER.toMillis();
        notBefore = now.plusMillis(spread + random.nextLong(spread));
    }

    private long oldestPending() {
        return pending.stream().mapToLong(b -> b.key().firstTime()).min().orElse(Long.MAX_VALUE);
    }

    private Alarm restartAlarm(long id, long time) {
        return new Alarm(
                Alarm.Kind.ID_SPACE_RESTARTED,
                symbol,
                "trade %d of %s came after %d: the exchange counts anew. Nothing more of %s is archived; follow it as %s"
                        .formatted(
                                id, Trade.utc(time), boundary - 1, symbol, symbol.nextIdSpace()));
    }
}
