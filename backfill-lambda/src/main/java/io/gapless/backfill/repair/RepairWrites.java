package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.batch.Batch;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.CheckpointUpdate;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What a run stores: trades, and what it has to remember of those that it could not get.
final class RepairWrites {
    /// How much longer than the deadline a write may take that was begun before it.
    static final Duration WRITE_GRACE = Duration.ofSeconds(5);

    private final ProcedureRunner runner;
    private final RepairSettings settings;
    private final RetryPolicy retries;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RepairProgress progress;
    private final Function<Symbol, SymbolTally> tallies;
    private final Instant writeUntil;

    /// @param deadline of the run, [Instant#MAX] for none
    RepairWrites(
            ProcedureRunner runner,
            RepairSettings settings,
            InstantSource clock,
            RandomGenerator random,
            RepairProgress progress,
            Function<Symbol, SymbolTally> tallies,
            Instant deadline) {
        this.runner = runner;
        this.settings = settings;
        this.retries = new RetryPolicy(settings.absentAfter());
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.tallies = tallies;
        this.writeUntil =
                deadline.isBefore(Instant.MAX.minus(WRITE_GRACE))
                        ? deadline.plus(WRITE_GRACE)
                        : Instant.MAX;
    }

    /// Archives rows in as few batches as their ids and dates allow.
    ///
    /// @return whether something moved
    boolean writeRows(Symbol symbol, TradeColumns rows) throws Stopped, InterruptedException {
        List<EncodedBatch> batches = new ArrayList<>();
        for (TradeColumns run : PageWalk.runs(rows)) {
            for (Batch batch : Batch.cut(symbol, run, Claim.MAX_TRADES)) {
                batches.add(EncodedBatch.own(batch, random));
            }
        }
        boolean archived = false;
        for (int i = 0; i < batches.size(); i += BatchWrite.MAX_BATCHES) {
            archived |=
                    write(batches.subList(i, Math.min(batches.size(), i + BatchWrite.MAX_BATCHES)));
        }
        return archived;
    }

    /// @return whether something moved
    boolean write(List<EncodedBatch> batches) throws Stopped, InterruptedException {
        Symbol symbol = batches.getFirst().key().symbol();
        SymbolTally tally = tallies.apply(symbol);
        WriteOutcome outcome =
                runner.run(
                        new BatchWrite(
                                batches, read(symbol), settings.claimant(), writeUntil, random));
        return switch (outcome) {
            case WriteOutcome.Ended ended -> onEnded(ended, tally);
            case WriteOutcome.NotClaimed(var why) ->
                    throw new Stopped(
                            clock.instant().isBefore(writeUntil)
                                    ? Ending.UNAVAILABLE
                                    : Ending.OUT_OF_TIME,
                            why,
                            Optional.empty());
            case WriteOutcome.GaveUp(var why) ->
                    throw new Stopped(Ending.OUT_OF_TIME, why, Optional.empty());
            case WriteOutcome.Contradicted(var key, var why) -> {
                tally.note("ALARM " + why);
                defer(symbol, List.of(key.range()), Reason.CONTRADICTION);
                yield false;
            }
        };
    }

    private boolean onEnded(WriteOutcome.Ended ended, SymbolTally tally)
            throws Stopped, InterruptedException {
        for (EncodedBatch batch : ended.batches(Fate.ARCHIVED)) {
            tally.archived(
                    batch.range(),
                    batch.origin() == EncodedBatch.Origin.TAKEN_OVER,
                    Source.DUMP.word().equals(batch.metadata().get("source")));
            progress.archived(batch.key().symbol(), batch.range());
        }
        for (EncodedBatch batch : ended.batches(Fate.WAITING)) {
            tally.note(
                    "%s waits: the archive is in %d pieces already"
                            .formatted(batch.range(), ended.checkpoint().archived().rangeCount()));
        }
        if (!ended.absentAfterAll().isEmpty()) {
            tally.note("ALARM ids recorded as absent exist after all: " + ended.absentAfterAll());
        }
        List<EncodedBatch> again =
                ended.batches(Fate.RELEASED).stream()
                        .filter(batch -> batch.content() == EncodedBatch.Content.ROWS)
                        .map(batch -> batch.underAnotherKey(random))
                        .toList();
        if (!again.isEmpty()) {
            write(again);
        }
        return !ended.batches(Fate.ARCHIVED).isEmpty() || !ended.batches(Fate.RELEASED).isEmpty();
    }

    /// Remembers of ranges why they could not be filled.
    void defer(Symbol symbol, List<TradeIdRange> ranges, Reason reason)
            throws Stopped, InterruptedException {
        Instant now = clock.instant();
        update(
                symbol,
                checkpoint -> {
                    List<Deferral> deferrals =
                            ranges.stream()
                                    .map(range -> retries.deferral(checkpoint, range, reason, now))
                                    .toList();
                    return deferrals.isEmpty()
                            ? Optional.empty()
                            : Optional.of(checkpoint.change().defer(deferrals));
                });
    }

    Checkpoint read(Symbol symbol) throws InterruptedException {
        return switch (runner.run(new CheckpointUpdate(symbol, _ -> Optional.empty(), random))) {
            case CheckpointUpdate.Outcome.Stored(var checkpoint) -> checkpoint;
            case CheckpointUpdate.Outcome.Unknown _ -> Checkpoint.none(symbol);
        };
    }

    void update(Symbol symbol, Function<Checkpoint, Optional<CheckpointChange>> change)
            throws Stopped, InterruptedException {
        switch (runner.run(new CheckpointUpdate(symbol, change, random))) {
            case CheckpointUpdate.Outcome.Stored _ -> {}
            case CheckpointUpdate.Outcome.Unknown(var why) ->
                    throw new Stopped(Ending.UNAVAILABLE, why, Optional.empty());
        }
    }
}
