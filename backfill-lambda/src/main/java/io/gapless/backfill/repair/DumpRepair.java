package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.backfill.repair.DayReport.Ending;
import io.gapless.dump.DumpFile;
import io.gapless.dump.DumpHistory;
import io.gapless.protocol.Pause;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Brings in past days from the exchange's dumps, one at a time. What a dump has not is left to [Repair]:
/// it stays a gap, because it is wanted. The checkpoint is the only memory, so it may end anywhere.
///
/// One thread per object; any number of objects and processes may be at work on other days, or the same.
public final class DumpRepair {
    private final Archive archive;
    private final Checkpoints checkpoints;
    private final DumpHistory dumps;
    private final RepairSettings settings;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;

    public DumpRepair(
            Archive archive,
            Checkpoints checkpoints,
            DumpHistory dumps,
            RepairSettings settings,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.dumps = dumps;
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /// Archives what is wanted of a day and compares what is archived already.
    ///
    /// @param deadline when to end; the last writes may end a moment after
    public DayReport day(Symbol symbol, LocalDate date, Instant deadline, RepairProgress progress)
            throws InterruptedException {
        SymbolTally tally = new SymbolTally(symbol);
        RepairWrites writes =
                new RepairWrites(
                        new ProcedureRunner(archive, checkpoints, clock, pause),
                        settings,
                        clock,
                        random,
                        progress,
                        _ -> tally,
                        deadline);
        try {
            return new DayWork(archive, dumps, writes, clock, random, deadline)
                    .day(symbol, date, Integer.MAX_VALUE)
                    .report()
                    .withNotes(tally.report().notes());
        } catch (StorageUnavailableException e) {
            return new DayReport(
                    new DumpFile(symbol, date),
                    Ending.UNAVAILABLE,
                    String.valueOf(e.getMessage()),
                    Optional.empty(),
                    DayReport.Read.NOTHING,
                    tally.report().notes());
        }
    }
}
