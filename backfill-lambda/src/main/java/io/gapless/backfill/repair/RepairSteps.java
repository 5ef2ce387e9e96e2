package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.HistoryFetch.Fetched;
import io.gapless.backfill.repair.PageWalk.SteppedOver;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.batch.Batch;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.CheckpointUpdate;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.FoundObject;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
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

/// Performs the tasks of a plan, one at a time, for one run.
final class RepairSteps {
    /// How much longer than the deadline a write may take that was begun before it.
    static final Duration WRITE_GRACE = Duration.ofSeconds(5);

    /// First wait after a range could not be filled; grows with how long that has been so.
    static final Duration SHORTEST_RETRY = Duration.ofSeconds(30);

    static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private static final Instant ANY_TIME = Trade.instant(Trade.LATEST_TIME);

    private final Archive archive;
    private final ProcedureRunner runner;
    private final HistoryFetch fetch;
    private final RepairSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RepairProgress progress;
    private final Function<Symbol, SymbolTally> tallies;
    private final Instant writeUntil;

    RepairSteps(
            Archive archive,
            ProcedureRunner runner,
            HistoryFetch fetch,
            RepairSettings settings,
            InstantSource clock,
            RandomGenerator random,
            RepairProgress progress,
            Function<Symbol, SymbolTally> tallies,
            Instant deadline) {
        this.archive = archive;
        this.runner = runner;
        this.fetch = fetch;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.tallies = tallies;
        this.writeUntil = deadline.isBefore(ANY_TIME) ? deadline.plus(WRITE_GRACE) : Instant.MAX;
    }

    /// @return whether it brought the archive forward, so that a further plan makes sense
    boolean perform(RepairTask task) throws Stopped, InterruptedException {
        return switch (task) {
            case RepairTask.TakeOver(var claim) -> takeOver(claim);
            case RepairTask.Fill fill -> fill(fill);
            case RepairTask.NoteAhead(var symbol, long id) -> {
                Instant now = clock.instant();
                update(symbol, c -> Optional.of(c.change().ahead(new Checkpoint.Ahead(id, now))));
                yield false;
            }
        };
    }

    private boolean fill(RepairTask.Fill fill) throws Stopped, InterruptedException {
        Instant notAfter =
                fill.kind() == RepairTask.Kind.TAIL
                        ? clock.instant().minus(settings.staleAfter())
                        : ANY_TIME;
        Fetched fetched = fetch.walk(fill.symbol(), fill.ids(), notAfter);
        boolean archived = writeRows(fill.symbol(), fetched.walk().rows());
        boolean recorded = noteWhatIsMissing(fill.symbol(), fetched, fill.kind());
        if (fetched.stopped().isPresent()) {
            throw fetched.stopped().get();
        }
        return archived || recorded;
    }

    private boolean takeOver(Claim claim) throws Stopped, InterruptedException {
        Optional<byte[]> found = archive.get(claim.key().toString());
        if (found.isPresent()) {
            return switch (FoundObject.look(claim.key(), found.get())) {
                case FoundObject.Rows _ ->
                        write(
                                List.of(
                                        EncodedBatch.found(
                                                claim, found.get(), EncodedBatch.Content.ROWS)));
                case FoundObject.Voided _ ->
                        write(
                                List.of(
                                        EncodedBatch.found(
                                                claim, found.get(), EncodedBatch.Content.VOID)));
                case FoundObject.Contradiction(var why) -> {
                    contradiction(claim, why);
                    yield false;
                }
            };
        }
        Symbol symbol = claim.key().symbol();
        Fetched fetched = fetch.walk(symbol, Coverage.of(claim.range()), ANY_TIME);
        TradeColumns rows = fetched.walk().rows();
        boolean progressed;
        if (rows.size() == claim.range().size()) {
            List<Batch> batches = Batch.cut(symbol, rows, Claim.MAX_TRADES);
            if (batches.size() == 1 && batches.getFirst().date().equals(claim.key().date())) {
                progressed = write(List.of(EncodedBatch.takenOver(claim, batches.getFirst())));
            } else {
                contradiction(claim, "the exchange's history has these ids on " + dates(batches));
                progressed = false;
            }
        } else {
            progressed = isStuck(claim) && write(List.of(EncodedBatch.voidOf(claim)));
            if (!progressed && fetched.stopped().isEmpty()) {
                Reason reason = reason(fetched);
                tallies.apply(symbol)
                        .note(
                                "the claim of %s cannot be built: %s"
                                        .formatted(claim.range(), reason));
                defer(symbol, List.of(claim.range()), reason);
            }
        }
        if (fetched.stopped().isPresent()) {
            throw fetched.stopped().get();
        }
        return progressed;
    }

    /// A claim that no source could build for long enough.
    private boolean isStuck(Claim claim) throws InterruptedException {
        Instant now = clock.instant();
        return read(claim.key().symbol()).deferred().stream()
                .filter(d -> d.range().contains(claim.range()))
                .anyMatch(d -> !d.since().plus(settings.voidAfter()).isAfter(now));
    }

    private boolean writeRows(Symbol symbol, TradeColumns rows)
            throws Stopped, InterruptedException {
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
    private boolean write(List<EncodedBatch> batches) throws Stopped, InterruptedException {
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
                tally.note("ALARM " + key + ": " + why);
                defer(symbol, List.of(key.range()), Reason.CONTRADICTION);
                yield false;
            }
        };
    }

    private boolean onEnded(WriteOutcome.Ended ended, SymbolTally tally)
            throws Stopped, InterruptedException {
        for (EncodedBatch batch : ended.batches(Fate.ARCHIVED)) {
            tally.archived(batch.range(), batch.origin() == EncodedBatch.Origin.TAKEN_OVER);
            progress.archived(batch.key().symbol(), batch.range());
        }
        for (EncodedBatch batch : ended.batches(Fate.WAITING)) {
            tally.note(
                    "%s waits: the archive is in %d pieces already"
                            .formatted(batch.range(), ended.checkpoint().archived().rangeCount()));
        }
        List<EncodedBatch> again =
                ended.batches(Fate.RELEASED).stream()
                        .filter(batch -> batch.content() == EncodedBatch.Content.ROWS)
                        .map(batch -> batch.underAnotherKey(random))
                        .toList();
        boolean moved =
                !ended.batches(Fate.ARCHIVED).isEmpty() || !ended.batches(Fate.RELEASED).isEmpty();
        return again.isEmpty() ? moved : write(again) || moved;
    }

    /// @return whether ids were recorded as never having existed
    private boolean noteWhatIsMissing(Symbol symbol, Fetched fetched, RepairTask.Kind kind)
            throws Stopped, InterruptedException {
        SymbolTally tally = tallies.apply(symbol);
        if (fetched.refusal().isPresent()) {
            tally.note(fetched.refusal().get().sentence());
            defer(symbol, fetched.walk().notYet().ranges(), Reason.REFUSED);
            return false;
        }
        boolean recorded = false;
        for (SteppedOver over : fetched.walk().steppedOver()) {
            recorded |= noteSighting(symbol, over, tally);
        }
        if (!fetched.walk().unserved().isEmpty()) {
            tally.note(
                    "the exchange's history starts behind %s; these ids wait for another source"
                            .formatted(fetched.walk().unserved()));
            defer(symbol, fetched.walk().unserved().ranges(), Reason.WITHDRAWN);
        }
        boolean complete = fetched.stopped().isEmpty() && kind != RepairTask.Kind.TAIL;
        if (complete && !fetched.walk().notYet().isEmpty()) {
            defer(symbol, fetched.walk().notYet().ranges(), Reason.REST_LAGS);
        }
        return recorded;
    }

    private boolean noteSighting(Symbol symbol, SteppedOver over, SymbolTally tally)
            throws Stopped, InterruptedException {
        Instant now = clock.instant();
        Checkpoint checkpoint = read(symbol);
        TradeIdRange hole = new TradeIdRange(over.lowerId() + 1, over.higherId() - 1);
        if (checkpoint.stored().overlaps(hole)) {
            // The page lacks trades that are in the archive, so what else it lacks may exist too.
            tally.note("a page of the exchange's history lacks archived ids of " + hole);
            defer(symbol, List.of(over.range()), Reason.REST_LAGS);
            return false;
        }
        Evidence evidence = new Evidence(symbol, over, now);
        evidence.store(archive);
        tally.evidence(evidence.key());
        boolean seenBefore =
                checkpoint.deferred().stream()
                        .filter(d -> d.reason() == Reason.STEPPED_OVER)
                        .filter(d -> d.range().contains(over.range()))
                        .anyMatch(d -> !d.since().plus(settings.absentAfter()).isAfter(now));
        if (!seenBefore) {
            defer(symbol, List.of(over.range()), Reason.STEPPED_OVER);
            return false;
        }
        update(symbol, c -> Optional.of(c.change().absent(over.range())));
        tally.absent(over.range());
        return true;
    }

    private void contradiction(Claim claim, String why) throws Stopped, InterruptedException {
        Symbol symbol = claim.key().symbol();
        tallies.apply(symbol).note("ALARM " + claim.key() + ": " + why);
        defer(symbol, List.of(claim.range()), Reason.CONTRADICTION);
    }

    private void defer(Symbol symbol, List<TradeIdRange> ranges, Reason reason)
            throws Stopped, InterruptedException {
        Instant now = clock.instant();
        update(
                symbol,
                checkpoint -> {
                    List<Deferral> deferrals =
                            ranges.stream()
                                    .map(range -> deferral(checkpoint, range, reason, now))
                                    .toList();
                    return deferrals.isEmpty()
                            ? Optional.empty()
                            : Optional.of(checkpoint.change().defer(deferrals));
                });
    }

    private Deferral deferral(
            Checkpoint checkpoint, TradeIdRange range, Reason reason, Instant now) {
        Instant since =
                checkpoint.deferred().stream()
                        .filter(d -> d.reason() == reason && d.range().contains(range))
                        .map(Deferral::since)
                        .findFirst()
                        .orElse(now);
        return new Deferral(range, reason, since, now.plus(retryAfter(reason, since, now)));
    }

    private Duration retryAfter(Reason reason, Instant since, Instant now) {
        Duration met = Duration.between(since, now);
        Duration half = met.dividedBy(2);
        return switch (reason) {
            case STEPPED_OVER -> {
                Duration left = settings.absentAfter().minus(met);
                yield left.isPositive() ? left : SHORTEST_RETRY;
            }
            case REST_LAGS, WITHDRAWN, REFUSED, CONTRADICTION ->
                    half.compareTo(SHORTEST_RETRY) < 0
                            ? SHORTEST_RETRY
                            : half.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : half;
        };
    }

    private static Reason reason(Fetched fetched) {
        if (fetched.refusal().isPresent()) {
            return Reason.REFUSED;
        }
        if (!fetched.walk().steppedOver().isEmpty()) {
            return Reason.STEPPED_OVER;
        }
        return fetched.walk().unserved().isEmpty() ? Reason.REST_LAGS : Reason.WITHDRAWN;
    }

    private static String dates(List<Batch> batches) {
        return batches.stream().map(Batch::date).distinct().toList().toString();
    }

    private Checkpoint read(Symbol symbol) throws InterruptedException {
        return switch (runner.run(new CheckpointUpdate(symbol, _ -> Optional.empty(), random))) {
            case CheckpointUpdate.Outcome.Stored(var checkpoint) -> checkpoint;
            case CheckpointUpdate.Outcome.Unknown _ -> Checkpoint.none(symbol);
        };
    }

    private void update(Symbol symbol, Function<Checkpoint, Optional<CheckpointChange>> change)
            throws Stopped, InterruptedException {
        switch (runner.run(new CheckpointUpdate(symbol, change, random))) {
            case CheckpointUpdate.Outcome.Stored _ -> {}
            case CheckpointUpdate.Outcome.Unknown(var why) ->
                    throw new Stopped(Ending.UNAVAILABLE, why, Optional.empty());
        }
    }
}
