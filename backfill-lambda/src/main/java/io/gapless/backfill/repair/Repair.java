package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.backfill.repair.HistoryFetch.Outcome;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.binance.LastIds;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.protocol.Pause;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Runs repairs: reads the checkpoints, asks how far the exchange is, plans, and works off the plan
/// until nothing is left or the time is up. The checkpoints are its only memory, so a run may end
/// anywhere, and any number may be under way at once; what an object remembers of its last run says no
/// more than which gaps come first.
///
/// One run at a time per object; one thread.
public final class Repair {
    /// Plans in one run; each that is followed by another archived something.
    public static final int MAX_PLANS = 10_000;

    /// A plan older than this is made anew, so that gaps that have opened meanwhile get their turn.
    public static final Duration REPLAN_AFTER = Duration.ofSeconds(15);

    private final Archive archive;
    private final Checkpoints checkpoints;
    private final TradeHistory history;
    private final DumpHistory dumps;
    private final RepairSettings settings;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;

    /// What was left of each symbol when the last run began. Gaps beside it have not had a run of their own
    /// yet: they are new.
    private final Map<Symbol, Coverage> backlog = new HashMap<>();

    /// @param dumps the exchange's daily dumps, or [DumpHistory#NONE]
    public Repair(
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
        this.dumps = dumps;
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /// Repairs what there is to repair.
    ///
    /// @param which symbols to look at
    /// @param deadline when to end; the last writes are begun before, and may end a moment after
    /// @throws InterruptedException when the thread is to end; as after a crash, nothing is lost
    public RepairReport run(Predicate<Symbol> which, Instant deadline, RepairProgress progress)
            throws InterruptedException {
        Instant startedAt = clock.instant();
        HistoryFetch fetch = new HistoryFetch(history, clock, pause, random, progress, deadline);
        Map<Symbol, SymbolTally> tallies = new TreeMap<>();
        Function<Symbol, SymbolTally> tally =
                symbol -> tallies.computeIfAbsent(symbol, SymbolTally::new);
        RepairWrites writes =
                new RepairWrites(
                        new ProcedureRunner(archive, checkpoints, clock, pause),
                        settings,
                        clock,
                        random,
                        progress,
                        tally,
                        deadline);
        DayWork work = new DayWork(archive, dumps, writes, clock, random, deadline);
        DumpDays days = new DumpDays(dumps, work, history, fetch, writes, clock, tally);
        RepairSteps steps = new RepairSteps(archive, fetch, days, writes, settings, clock, tally);
        Stopped end;
        try {
            end = workOff(which, fetch, steps, deadline);
        } catch (Stopped e) {
            end = e;
        } catch (StorageUnavailableException e) {
            end = new Stopped(Ending.UNAVAILABLE, String.valueOf(e.getMessage()), Optional.empty());
        }
        Optional<Instant> nextTry = tellWhatIsLeft(which, tallies);
        return new RepairReport(
                startedAt,
                clock.instant(),
                end.ending(),
                end.sentence(),
                end.goesOnAt().or(() -> nextTry),
                tallies.values().stream()
                        .filter(SymbolTally::isWorthTelling)
                        .map(SymbolTally::report)
                        .toList());
    }

    private Stopped workOff(
            Predicate<Symbol> which, HistoryFetch fetch, RepairSteps steps, Instant deadline)
            throws Stopped, InterruptedException {
        List<Checkpoint> atFirst = read(which);
        Map<Symbol, Coverage> old = Map.copyOf(backlog);
        Map<Symbol, Long> heads = heads(atFirst, fetch);
        // Not before: a run that is sent away at once has not tried anything.
        atFirst.forEach(c -> backlog.put(c.symbol(), RepairPlanner.left(c)));
        for (int plans = 0; plans < MAX_PLANS; plans++) {
            Instant plannedAt = clock.instant();
            List<Checkpoint> stored = checkpoints.all();
            List<Checkpoint> all = stored.stream().filter(c -> which.test(c.symbol())).toList();
            heads.keySet().removeAll(steps.walkedTails());
            steps.know(stored);
            List<RepairTask> plan =
                    RepairPlanner.plan(
                            all,
                            heads,
                            settings.staleAfter(),
                            dumps.equals(DumpHistory.NONE) ? Long.MAX_VALUE : settings.dumpFrom(),
                            old,
                            plannedAt);
            boolean progressed = false;
            for (RepairTask task : plan) {
                if (!clock.instant().isBefore(deadline)) {
                    throw new Stopped(Ending.OUT_OF_TIME, "its time is up", Optional.empty());
                }
                boolean moved = steps.perform(task);
                progressed |= moved;
                if (moved && task instanceof RepairTask.FillByDump) {
                    // What REST was to bring may have come with the dump.
                    break;
                }
                if (progressed && clock.instant().isAfter(plannedAt.plus(REPLAN_AFTER))) {
                    break;
                }
            }
            if (!progressed) {
                return new Stopped(Ending.DONE, "", Optional.empty());
            }
        }
        return new Stopped(Ending.OUT_OF_TIME, "too many plans in one run", Optional.empty());
    }

    private Map<Symbol, Long> heads(List<Checkpoint> checkpoints, HistoryFetch fetch)
            throws Stopped, InterruptedException {
        Map<Symbol, Long> heads = new HashMap<>();
        Set<String> names = new TreeSet<>();
        List<Checkpoint> followed =
                checkpoints.stream().filter(c -> c.wanted().isFollowed()).toList();
        followed.forEach(c -> names.add(c.symbol().exchangeName()));
        if (!names.isEmpty()
                && fetch.ask(() -> history.lastIds(names))
                        instanceof Outcome.Answer<LastIds>(var lastIds)) {
            for (Checkpoint c : followed) {
                lastIds.lastId(c.symbol().exchangeName())
                        .ifPresent(id -> heads.put(c.symbol(), id));
            }
        }
        return heads;
    }

    private Optional<Instant> tellWhatIsLeft(
            Predicate<Symbol> which, Map<Symbol, SymbolTally> tallies) {
        List<Instant> retries = new ArrayList<>();
        try {
            for (Checkpoint checkpoint : read(which)) {
                tallies.computeIfAbsent(checkpoint.symbol(), SymbolTally::new)
                        .left(RepairPlanner.left(checkpoint));
                checkpoint.deferred().forEach(d -> retries.add(d.retryAt()));
            }
        } catch (StorageUnavailableException e) {
            return Optional.empty();
        }
        return retries.stream().min(Instant::compareTo);
    }

    private List<Checkpoint> read(Predicate<Symbol> which) {
        return checkpoints.all().stream().filter(c -> which.test(c.symbol())).toList();
    }
}
