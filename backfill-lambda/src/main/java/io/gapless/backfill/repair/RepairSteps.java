package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.HistoryFetch.Fetched;
import io.gapless.backfill.repair.PageWalk.SteppedOver;
import io.gapless.batch.Batch;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Performs the tasks of a plan, one at a time, for one run.
final class RepairSteps {
    /// Dumps fetched for one piece of withdrawn history before the next task gets its turn.
    static final int MAX_DAYS_LOOKED_UP = 3;

    private static final Instant ANY_TIME = Trade.instant(Trade.LATEST_TIME);

    private final Archive archive;
    private final HistoryFetch fetch;
    private final DumpDays dumps;
    private final RepairWrites writes;
    private final RepairSettings settings;
    private final InstantSource clock;
    private final Function<Symbol, SymbolTally> tallies;
    private final Set<Symbol> walkedTails = new HashSet<>();
    private final Map<Symbol, IdSpace> ids = new HashMap<>();

    RepairSteps(
            Archive archive,
            HistoryFetch fetch,
            DumpDays dumps,
            RepairWrites writes,
            RepairSettings settings,
            InstantSource clock,
            Function<Symbol, SymbolTally> tallies) {
        this.archive = archive;
        this.fetch = fetch;
        this.dumps = dumps;
        this.writes = writes;
        this.settings = settings;
        this.clock = clock;
        this.tallies = tallies;
    }

    /// Takes in all that are stored.
    void know(List<Checkpoint> all) {
        all.forEach(each -> ids.put(each.symbol(), IdSpace.of(each, all)));
    }

    private IdSpace ids(Symbol symbol) {
        return Optional.ofNullable(ids.get(symbol)).orElseThrow();
    }

    /// Symbols of whose tails nothing more is to be had for now.
    Set<Symbol> walkedTails() {
        return walkedTails;
    }

    /// @return whether it brought the archive forward, so that a further plan makes sense
    boolean perform(RepairTask task) throws Stopped, InterruptedException {
        return switch (task) {
            case RepairTask.TakeOver(var claim) -> takeOver(claim);
            case RepairTask.Fill fill -> fill(fill);
            case RepairTask.FillByDump(var symbol, var ids) -> dumps.fill(symbol, ids);
            case RepairTask.NoteAhead(var symbol, long id) -> {
                Instant now = clock.instant();
                writes.update(
                        symbol, c -> Optional.of(c.change().ahead(new Checkpoint.Ahead(id, now))));
                yield false;
            }
        };
    }

    private boolean fill(RepairTask.Fill fill) throws Stopped, InterruptedException {
        Instant notAfter =
                fill.kind() == RepairTask.Kind.TAIL
                        ? clock.instant().minus(settings.staleAfter())
                        : ANY_TIME;
        Fetched fetched = fetch.walk(fill.symbol(), ids(fill.symbol()), fill.ids(), notAfter);
        if (fill.kind() == RepairTask.Kind.TAIL && !fetched.walk().notYet().isEmpty()) {
            walkedTails.add(fill.symbol());
        }
        boolean archived = writes.writeRows(fill.symbol(), fetched.walk().rows());
        if (fetched.stopped().isEmpty() && !fetched.walk().unserved().isEmpty()) {
            archived |= lookUpWithdrawn(fill.symbol(), fetched.walk().unserved());
        }
        boolean recorded = noteWhatIsMissing(fill.symbol(), fetched, fill.kind());
        if (fetched.stopped().isPresent()) {
            throw fetched.stopped().get();
        }
        return archived || recorded;
    }

    /// Looks for ids that REST does not serve any more in the dumps of the days between which they must
    /// have been traded.
    private boolean lookUpWithdrawn(Symbol symbol, Coverage unserved)
            throws Stopped, InterruptedException {
        if (!dumps.areThere()) {
            return false;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        long first = unserved.span().orElseThrow().first();
        ArchivedDates.Between dates = new ArchivedDates(archive, symbol).around(first, today);
        if (dates.lower().isEmpty()) {
            tallies.apply(symbol)
                    .note(
                            "nobody tells the date of %d: `gapless history` looks it up by date"
                                    .formatted(first));
            return false;
        }
        LocalDate last = dates.upper().orElse(today);
        int lookedUp = 0;
        for (LocalDate date = dates.lower().get();
                !date.isAfter(last) && lookedUp < MAX_DAYS_LOOKED_UP;
                date = date.plusDays(1)) {
            lookedUp += dumps.known(symbol, date).isPresent() ? 0 : 1;
            if (dumps.lookUp(symbol, date)) {
                return true;
            }
        }
        return false;
    }

    private boolean takeOver(Claim claim) throws Stopped, InterruptedException {
        Optional<byte[]> found = archive.get(claim.key().toString());
        if (found.isPresent()) {
            return switch (FoundObject.look(claim.key(), found.get())) {
                case FoundObject.Rows _ ->
                        writes.write(
                                List.of(
                                        EncodedBatch.found(
                                                claim, found.get(), EncodedBatch.Content.ROWS)));
                case FoundObject.Voided _ ->
                        writes.write(
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
        Fetched fetched =
                fetch.walk(symbol, ids(symbol).with(claim), Coverage.of(claim.range()), ANY_TIME);
        TradeColumns rows = fetched.walk().rows();
        boolean progressed;
        if (rows.size() == claim.range().size()) {
            List<Batch> batches = Batch.cut(symbol, rows, Claim.MAX_TRADES);
            if (batches.size() == 1 && batches.getFirst().date().equals(claim.key().date())) {
                progressed =
                        writes.write(List.of(EncodedBatch.takenOver(claim, batches.getFirst())));
            } else {
                contradiction(
                        claim,
                        "the exchange's history has the ids of %s on %s"
                                .formatted(claim.key(), dates(batches)));
                progressed = false;
            }
        } else {
            boolean elsewhere =
                    fetched.stopped().isEmpty()
                            && (!fetched.walk().unserved().isEmpty()
                                    || !fetched.walk().steppedOver().isEmpty())
                            && dumps.lookUp(symbol, claim.key().date());
            progressed =
                    elsewhere
                            || (isStuck(claim)
                                    && writes.write(List.of(EncodedBatch.voidOf(claim))));
            if (!progressed && fetched.stopped().isEmpty()) {
                Reason reason = reason(fetched);
                SymbolTally tally = tallies.apply(symbol);
                fetched.refused().ifPresent(tally::note);
                tally.note("the claim of %s cannot be built: %s".formatted(claim.range(), reason));
                writes.defer(symbol, List.of(claim.range()), reason);
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
        return writes.read(claim.key().symbol()).deferred().stream()
                .filter(d -> d.range().contains(claim.range()))
                .anyMatch(d -> !d.since().plus(settings.voidAfter()).isAfter(now));
    }

    /// @return whether ids were recorded as never having existed
    private boolean noteWhatIsMissing(Symbol symbol, Fetched fetched, RepairTask.Kind kind)
            throws Stopped, InterruptedException {
        SymbolTally tally = tallies.apply(symbol);
        if (fetched.refused().isPresent()) {
            tally.note(fetched.refused().get());
            writes.defer(symbol, fetched.walk().notYet().ranges(), Reason.REFUSED);
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
            writes.defer(symbol, fetched.walk().unserved().ranges(), Reason.WITHDRAWN);
        }
        boolean complete = fetched.stopped().isEmpty() && kind != RepairTask.Kind.TAIL;
        if (complete && !fetched.walk().notYet().isEmpty()) {
            writes.defer(symbol, fetched.walk().notYet().ranges(), Reason.REST_LAGS);
        }
        return recorded;
    }

    private boolean noteSighting(Symbol symbol, SteppedOver over, SymbolTally tally)
            throws Stopped, InterruptedException {
        Instant now = clock.instant();
        Checkpoint checkpoint = writes.read(symbol);
        TradeIdRange hole = new TradeIdRange(over.lowerId() + 1, over.higherId() - 1);
        if (checkpoint.stored().overlaps(hole)) {
            // The page lacks trades that are in the archive, so what else it lacks may exist too.
            tally.note("a page of the exchange's history lacks archived ids of " + hole);
            writes.defer(symbol, List.of(over.range()), Reason.REST_LAGS);
            return false;
        }
        boolean seenBefore =
                checkpoint.deferred().stream()
                        .filter(d -> d.reason() == Reason.STEPPED_OVER)
                        .filter(d -> d.range().contains(over.range()))
                        .anyMatch(d -> !d.since().plus(settings.absentAfter()).isAfter(now));
        DumpDays.Verdict verdict =
                seenBefore
                        ? dumps.verdict(symbol, over.lowerId(), over.higherId())
                        : new DumpDays.Verdict.NotEnough("seen once");
        if (verdict instanceof DumpDays.Verdict.Brought) {
            return true;
        }
        List<String> witnesses =
                verdict instanceof DumpDays.Verdict.TheyDoNot(var dumpsThatLackThem)
                        ? dumpsThatLackThem
                        : List.of();
        Evidence evidence = new Evidence(symbol, over, now, witnesses);
        evidence.store(archive);
        tally.evidence(evidence.key());
        if (verdict instanceof DumpDays.Verdict.NotEnough(var why)) {
            if (seenBefore) {
                tally.note(
                        "%s stays open: REST has not got it, and %s".formatted(over.range(), why));
            }
            writes.defer(symbol, List.of(over.range()), Reason.STEPPED_OVER);
            return false;
        }
        writes.update(symbol, c -> Optional.of(c.change().absent(over.range())));
        tally.absent(over.range());
        return true;
    }

    /// @param why names the object
    private void contradiction(Claim claim, String why) throws Stopped, InterruptedException {
        Symbol symbol = claim.key().symbol();
        tallies.apply(symbol).note("ALARM " + why);
        writes.defer(symbol, List.of(claim.range()), Reason.CONTRADICTION);
    }

    private static Reason reason(Fetched fetched) {
        if (fetched.refused().isPresent()) {
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
}
