package io.gapless.backfill;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.repair.Repair;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.batch.BatchKey;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.protocol.CheckpointUpdate;
import io.gapless.protocol.Pause;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What an invocation does: store what is wanted, then repair as far as the time goes.
///
/// An ad-hoc backfill is nothing but a further wish in the checkpoint: if it is interrupted, the next
/// scheduled run goes on with it. One invocation at a time per object.
public final class Backfill {
    private final Archive archive;
    private final Checkpoints checkpoints;
    private final TradeHistory history;
    private final RandomGenerator random;
    private final ProcedureRunner runner;
    private final Repair repair;

    /// @param dumps the exchange's daily dumps, or [DumpHistory#NONE]
    public Backfill(
            Archive archive,
            Checkpoints checkpoints,
            TradeHistory history,
            DumpHistory dumps,
            RepairSettings settings,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.history = history;
        this.random = random;
        runner = new ProcedureRunner(archive, checkpoints, clock, pause);
        repair = new Repair(archive, checkpoints, history, dumps, settings, clock, pause, random);
    }

    /// What came of an invocation.
    ///
    /// @param stored one sentence per thing asked for
    public record Result(List<String> stored, RepairReport report) {}

    /// Does what is asked.
    ///
    /// @throws IllegalArgumentException when something is asked for that cannot be; nothing was done
    /// @throws InterruptedException when the thread is to end
    public Result run(BackfillRequest.Run request, Instant deadline, RepairProgress progress)
            throws InterruptedException {
        return switch (request) {
            case BackfillRequest.Scheduled(var which) ->
                    new Result(List.of(), repair.run(which, deadline, progress));
            case BackfillRequest.Manual(var asked) -> {
                List<String> stored = store(asked);
                Set<Symbol> symbols = new HashSet<>();
                asked.forEach(a -> symbols.add(a.symbol()));
                yield new Result(stored, repair.run(symbols::contains, deadline, progress));
            }
        };
    }

    /// Stores what is wanted, or no longer wanted, and repairs nothing.
    ///
    /// @return one sentence per thing asked for
    public List<String> store(List<Asked> asked) throws InterruptedException {
        refuseUnknown(asked);
        List<String> stored = new ArrayList<>();
        for (Asked one : asked) {
            stored.add(
                    switch (one) {
                        case Asked.Ids(var symbol, var range) -> want(symbol, range);
                        case Asked.Times times -> want(times);
                        case Asked.Cancel cancel -> withdraw(cancel);
                    });
        }
        return stored;
    }

    private void refuseUnknown(List<Asked> asked) {
        Set<String> names = new TreeSet<>();
        for (Asked one : asked) {
            if (!(one instanceof Asked.Cancel) && checkpoints.read(one.symbol()).isEmpty()) {
                refuseLostCheckpoint(one.symbol());
                names.add(one.symbol().exchangeName());
            }
        }
        // When the exchange does not answer, the wish is stored all the same: it can be withdrawn.
        if (!names.isEmpty()
                && history.symbols(names) instanceof Reply.Answered<ExchangeInfo>(var info)
                && !info.unknown(names).isEmpty()) {
            throw new IllegalArgumentException(
                    "Binance knows no such symbol: "
                            + String.join(", ", info.unknown(names))
                            + ". Check the names; nothing was stored.");
        }
    }

    /// Refuses a symbol whose objects no checkpoint knows.
    void refuseLostCheckpoint(Symbol symbol) {
        if (checkpoints.read(symbol).isPresent()) {
            return;
        }
        if (!archive.list(BatchKey.prefix(symbol), Optional.empty()).entries().isEmpty()) {
            throw new IllegalArgumentException(
                    "there are objects of %s and no checkpoint: writing now could double trades. Stop all writers and run `gapless rebuild`"
                            .formatted(symbol));
        }
    }

    private String want(Asked.Times times) throws InterruptedException {
        Reply<Optional<Long>> first = history.firstIdAt(times.symbol(), times.from());
        Reply<Optional<Long>> next = history.firstIdAt(times.symbol(), times.to());
        Optional<Long> from = known(first, times.symbol());
        Optional<Long> to =
                known(next, times.symbol()).or(() -> lastId(times.symbol()).map(id -> id + 1));
        if (from.isEmpty() || to.isEmpty() || from.get() >= to.get()) {
            return "%s has no trades from %s to %s"
                    .formatted(times.symbol(), times.from(), times.to());
        }
        return want(times.symbol(), new TradeIdRange(from.get(), to.get() - 1));
    }

    private Optional<Long> lastId(Symbol symbol) {
        return known(
                history.newest(symbol, 1)
                        .map(rows ->
                                rows.isEmpty()
                                        ? Optional.<Long>empty()
                                        : Optional.of(rows.id(rows.size() - 1))),
                symbol);
    }

    private static Optional<Long> known(Reply<Optional<Long>> reply, Symbol symbol) {
        return switch (reply) {
            case Reply.Answered<Optional<Long>>(var id) -> id;
            case Reply.Refused<Optional<Long>>(var refusal) ->
                    throw new IllegalArgumentException(
                            "the ids of %s at that time could not be found: %s Nothing was stored."
                                    .formatted(symbol, refusal.sentence()));
            case Reply.Deferred<Optional<Long>>(var until, var _, var sentence) ->
                    throw new IllegalArgumentException(
                            "the ids of %s at that time cannot be asked for before %s: %s Nothing was stored."
                                    .formatted(symbol, until, sentence));
        };
    }

    /// Stores that ids are wanted.
    ///
    /// @return a sentence for people
    String want(Symbol symbol, TradeIdRange range) throws InterruptedException {
        Checkpoint stored =
                update(
                        symbol,
                        c ->
                                Coverage.of(range).minus(c.wanted().asked()).isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(c.change().ask(range)));
        long settled = Coverage.of(range).intersect(stored.archived()).size();
        return "%s %s is wanted: %d trades, %d of them archived already"
                .formatted(symbol, range, range.size(), settled);
    }

    private String withdraw(Asked.Cancel cancel) throws InterruptedException {
        Symbol symbol = cancel.symbol();
        if (checkpoints.read(symbol).isEmpty()) {
            return "%s has no checkpoint: nothing to withdraw".formatted(symbol);
        }
        Coverage[] withdrawn = {Coverage.EMPTY};
        update(
                symbol,
                c -> {
                    Coverage open = c.wanted().asked().minus(c.archived());
                    Coverage these =
                            cancel.range().map(r -> open.intersect(Coverage.of(r))).orElse(open);
                    withdrawn[0] = withdrawn[0].plus(these);
                    return these.isEmpty()
                            ? Optional.empty()
                            : Optional.of(c.change().withdraw(these));
                });
        return withdrawn[0].isEmpty()
                ? "%s: nothing asked for is open".formatted(symbol)
                : "%s %s is withdrawn".formatted(symbol, withdrawn[0]);
    }

    private Checkpoint update(
            Symbol symbol, Function<Checkpoint, Optional<CheckpointChange>> change)
            throws InterruptedException {
        return switch (runner.run(new CheckpointUpdate(symbol, change, random))) {
            case CheckpointUpdate.Outcome.Stored(var checkpoint) -> checkpoint;
            case CheckpointUpdate.Outcome.Unknown(var why) ->
                    throw new StorageUnavailableException(
                            "the checkpoint of " + symbol + " could not be reached: " + why, null);
        };
    }
}
