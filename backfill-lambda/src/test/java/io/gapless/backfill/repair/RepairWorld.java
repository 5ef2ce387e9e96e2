package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.InFlight;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.StorageFaults;
import io.gapless.backfill.Backfill;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.binance.HistoryFaults;
import io.gapless.binance.SettableClock;
import io.gapless.binance.TapeHistory;
import io.gapless.binance.TapeLimits;
import io.gapless.binance.TradeHistory;
import io.gapless.binance.TradeTape;
import io.gapless.dump.DumpHistory;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Coverage;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An exchange on a tape, stores in memory, and a clock that moves only when somebody waits. Repairs
/// come and go in it as processes do.
public final class RepairWorld {
    /// Now, at the beginning.
    public static final Instant START = Instant.parse("2026-03-02T00:10:00Z");

    /// How long a run may take.
    public static final Duration BUDGET = Duration.ofSeconds(50);

    /// Between two trades on the tape, in µs.
    static final long STEP = 1_003;

    static final Duration CLAIM_LIFE = Duration.ofSeconds(30);

    public static final RepairSettings SETTINGS =
            new RepairSettings(
                    new Claimant("backfill", CLAIM_LIFE),
                    RepairSettings.DEFAULT_STALE_AFTER,
                    RepairSettings.DEFAULT_ABSENT_AFTER,
                    RepairSettings.DEFAULT_VOID_AFTER);

    /// Gaps of a thousand trades and more come from dumps.
    static final RepairSettings DUMPS_FROM_A_THOUSAND =
            new RepairSettings(
                    SETTINGS.claimant(),
                    SETTINGS.staleAfter(),
                    SETTINGS.absentAfter(),
                    SETTINGS.voidAfter(),
                    1_000);

    public final SettableClock clock = new SettableClock(START);
    public final TradeTape tape = new TradeTape();
    public final TapeLimits limits = new TapeLimits();
    public final InMemoryArchive archive = new InMemoryArchive(clock);
    public final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    public final InMemoryMarks marks = new InMemoryMarks();
    private final RandomGenerator random = Seeds.random(17);

    /// What is published of past days.
    public DumpHistory dumps = DumpHistory.NONE;

    /// What goes wrong with the calls of one process.
    public record Faults(StorageFaults storage, HistoryFaults history) {
        public static final Faults NONE = new Faults(StorageFaults.NONE, HistoryFaults.NONE);

        public static Faults of(HistoryFaults history) {
            return new Faults(StorageFaults.NONE, history);
        }
    }

    /// Writes consecutive trades on the tape.
    public RepairWorld traded(Symbol symbol, long first, long last, Instant from) {
        for (long id = first; id <= last; id++) {
            long time = Trade.micros(from) + (id - first) * STEP;
            tape.add(symbol.exchangeName(), trade(id, time));
        }
        return this;
    }

    private static Trade trade(long id, long time) {
        return new Trade(
                id,
                2_816_547_000_000L + id,
                1_000_000 + 7 * id,
                time,
                id % 3 == 0,
                true,
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.REST);
    }

    /// Stores a change of a checkpoint.
    public Checkpoint change(Symbol symbol, UnaryOperator<CheckpointChange> how) {
        Checkpoint before = checkpoints.read(symbol).orElseGet(() -> Checkpoint.none(symbol));
        Checkpoint next = how.apply(before.change()).at(clock.instant());
        assertThat(checkpoints.write(next)).isTrue();
        return next;
    }

    public void follow(Symbol symbol, long origin) {
        change(symbol, c -> c.follow(origin));
    }

    /// The listener archives trades of the tape.
    public void listenerArchives(Symbol symbol, long first, long last) throws InterruptedException {
        listenerWrites(symbol, first, last, archive, checkpoints);
    }

    /// The listener claims trades of the tape and dies.
    ///
    /// @param put whether it still put the object
    public void listenerDies(Symbol symbol, long first, long last, boolean put)
            throws InterruptedException {
        StorageFaults dying =
                call -> {
                    boolean dies =
                            put
                                    ? call.subject().equals(symbol.toString())
                                            && !read(symbol).claims().isEmpty()
                                    : call.subject().startsWith("trades/");
                    return dies ? KillSwitch.before() : io.gapless.archive.StorageFault.none();
                };
        try {
            listenerWrites(symbol, first, last, archive.through(dying), checkpoints.through(dying));
        } catch (KillSwitch.Killed e) {
            return;
        }
        throw new AssertionError("the listener survived");
    }

    private void listenerWrites(
            Symbol symbol, long first, long last, Archive objects, Checkpoints table)
            throws InterruptedException {
        TradeColumns rows = new TradeColumns(1);
        tapeRows(symbol).rows().stream()
                .filter(t -> first <= t.id() && t.id() <= last)
                .forEach(rows::add);
        List<EncodedBatch> batches = new ArrayList<>();
        Batch.cut(symbol, rows, 50_000).forEach(b -> batches.add(EncodedBatch.own(b, random)));
        BatchWrite write =
                new BatchWrite(
                        batches,
                        read(symbol),
                        new Claimant("listener", CLAIM_LIFE),
                        Instant.MAX,
                        random);
        assertThat(new ProcedureRunner(objects, table, clock, clock::advance).run(write))
                .isInstanceOf(WriteOutcome.Ended.class);
    }

    public Checkpoint read(Symbol symbol) {
        return checkpoints.read(symbol).orElseGet(() -> Checkpoint.none(symbol));
    }

    /// A new process, as the next invocation would make it.
    public TradeHistory history(HistoryFaults faults) {
        return TapeHistory.budgeted(tape, limits, clock, faults, 6_000, marks, "backfill");
    }

    public Backfill backfill(Faults faults) {
        return new Backfill(
                archive.through(faults.storage()),
                checkpoints.through(faults.storage()),
                history(faults.history()),
                dumps,
                SETTINGS,
                clock,
                clock::advance,
                random);
    }

    /// One run of a new process.
    RepairReport repair(Faults faults) throws InterruptedException {
        return repair(faults, SETTINGS);
    }

    RepairReport repair(Faults faults, RepairSettings settings) throws InterruptedException {
        return repair(faults, settings, _ -> true, RepairProgress.NONE);
    }

    RepairReport repair(
            Faults faults,
            RepairSettings settings,
            Predicate<Symbol> which,
            RepairProgress progress)
            throws InterruptedException {
        return repair(faults, settings, which, progress, clock.instant().plus(BUDGET));
    }

    RepairReport repair(
            Faults faults,
            RepairSettings settings,
            Predicate<Symbol> which,
            RepairProgress progress,
            Instant deadline)
            throws InterruptedException {
        return process(faults, settings).run(which, deadline, progress);
    }

    /// One that runs again and again.
    Repair process(Faults faults, RepairSettings settings) {
        return new Repair(
                archive.through(faults.storage()),
                checkpoints.through(faults.storage()),
                history(faults.history()),
                dumps,
                settings,
                clock,
                clock::advance,
                random);
    }

    RepairReport repair() throws InterruptedException {
        return repair(Faults.NONE);
    }

    /// Runs as the schedule does until everything traded is archived, at most so often.
    void repairEveryMinute(int runs) throws InterruptedException {
        for (int run = 0; run < runs && (run == 0 || !isComplete()); run++) {
            var _ = repair();
            clock.advance(Duration.ofSeconds(60));
        }
    }

    private boolean isComplete() {
        return checkpoints.all().stream()
                .allMatch(c ->
                        RepairPlanner.left(c).isEmpty()
                                && c.archived().span().map(TradeIdRange::last).orElse(-1L)
                                        == tapeRows(c.symbol()).rows().getLast().id());
    }

    void landAll() {
        archive.inFlight().forEach(InFlight::land);
        checkpoints.inFlight().forEach(InFlight::land);
    }

    /// Every row of every object of a symbol, after proving that no id is in two of them and that all
    /// are as they were traded.
    public Coverage archivedIds(Symbol symbol) {
        Set<Long> seen = new HashSet<>();
        Coverage ids = Coverage.EMPTY;
        Map<Long, Trade> traded = new HashMap<>();
        tapeRows(symbol).rows().forEach(trade -> traded.put(trade.id(), trade));
        for (String key : archive.keys()) {
            if (!key.startsWith(BatchKey.prefix(symbol))) {
                continue;
            }
            BatchKey parsed = BatchKey.parse(key);
            Content content = new BatchCodec().decode(parsed, archive.get(key).orElseThrow());
            if (content instanceof Content.Rows(var _, var rows)) {
                for (Trade row : rows.rows()) {
                    if (!seen.add(row.id()) || !isAsTraded(row, traded.get(row.id()))) {
                        throw new AssertionError(key + ": twice, or not as traded: " + row);
                    }
                }
                ids = ids.plus(parsed.range());
            }
        }
        return ids;
    }

    /// The tape tells everything as REST does.
    private static boolean isAsTraded(Trade row, @Nullable Trade traded) {
        return row.source() == Source.DUMP
                ? traded != null && row.sameFill(traded)
                : row.equals(traded);
    }

    /// One day from its dump, in a process of its own.
    DayReport day(Symbol symbol, LocalDate date, StorageFaults faults) throws InterruptedException {
        return day(symbol, date, faults, BUDGET);
    }

    DayReport day(Symbol symbol, LocalDate date, StorageFaults faults, Duration time)
            throws InterruptedException {
        return new DumpRepair(
                        archive.through(faults),
                        checkpoints.through(faults),
                        dumps,
                        SETTINGS,
                        clock,
                        clock::advance,
                        random)
                .day(symbol, date, clock.instant().plus(time), RepairProgress.NONE);
    }

    /// Asserts that archive, checkpoint and tape agree from an id on.
    public void assertComplete(Symbol symbol, long first, long last) {
        Coverage wanted = Coverage.of(new TradeIdRange(first, last));
        Checkpoint checkpoint = read(symbol);
        assertThat(archivedIds(symbol)).isEqualTo(wanted.minus(checkpoint.absent()));
        assertThat(checkpoint.archived()).isEqualTo(wanted);
        assertThat(checkpoint.claims()).isEmpty();
    }

    TradeColumns tapeRows(Symbol symbol) {
        return tape.happened(symbol.exchangeName(), clock.instant());
    }
}
