package io.gapless.local.command;

import io.gapless.backfill.History;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.RepairReport;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/// What a run of `gapless history` did, summed up.
final class HistoryTotals {
    private final Map<DayReport.Ending, Integer> days = new EnumMap<>(DayReport.Ending.class);
    private long fromDumps;
    private long fromRest;
    private long there;
    private long conflicts;

    void add(DayReport day) {
        days.merge(day.ending(), 1, Integer::sum);
        fromDumps += day.read().archived() + day.read().takenOver();
        there += day.read().there();
        conflicts += day.read().conflictCount();
    }

    void add(RepairReport rest) {
        fromDumps += rest.fromDumps();
        fromRest += rest.filled() - rest.fromDumps();
        conflicts += rest.conflicts();
    }

    /// @return whether nothing is left open
    boolean print(History.Standing standing, PrintWriter out) {
        out.printf(
                "days: %d by dump, %d without one, %d with a broken one, %d not reached%n",
                days.getOrDefault(DayReport.Ending.DONE, 0),
                days.getOrDefault(DayReport.Ending.NOT_PUBLISHED, 0),
                days.getOrDefault(DayReport.Ending.BROKEN, 0),
                days.getOrDefault(DayReport.Ending.UNAVAILABLE, 0)
                        + days.getOrDefault(DayReport.Ending.OUT_OF_TIME, 0));
        out.printf(
                "trades: %,d from dumps, %,d from REST, %,d compared with the archive%n",
                fromDumps, fromRest, there);
        out.printf(
                "%s %s: %,d archived, %,d absent, %,d open, %,d conflicts%n",
                standing.symbol(),
                standing.ids(),
                standing.archived(),
                standing.absent(),
                standing.open().size(),
                conflicts);
        standing.open().ranges().stream()
                .limit(RepairReport.SymbolReport.MAX_RANGES)
                .forEach(range -> out.printf("  OPEN %s%n", range));
        out.flush();
        return standing.open().isEmpty();
    }
}
