package io.gapless.backfill.repair;

import io.gapless.trade.TradeColumns;
import java.util.ArrayList;
import java.util.List;

/// What a dump had, counted while it is worked off.
final class DayTally {
    private final List<Conflict> conflicts = new ArrayList<>();
    private long rows;
    private long archived;
    private long takenOver;
    private long there;
    private long unwanted;
    private long conflictCount;
    private long firstId = -1;
    private long lastId = -1;
    private long holes;

    void read(TradeColumns block) {
        if (rows == 0) {
            firstId = block.id(0);
        }
        long last = block.id(block.size() - 1);
        long expected = last - (rows == 0 ? firstId - 1 : lastId);
        holes += expected - block.size();
        lastId = last;
        rows += block.size();
    }

    /// The dump is read anew, sorted; what was written stays written.
    void startOver() {
        rows = 0;
        holes = 0;
        there = 0;
        unwanted = 0;
        conflictCount = 0;
        conflicts.clear();
    }

    void archived(long trades) {
        archived += trades;
    }

    void takenOver(long trades) {
        takenOver += trades;
    }

    void there(long trades) {
        there += trades;
    }

    void unwanted(long trades) {
        unwanted += trades;
    }

    void conflict(Conflict conflict) {
        conflictCount++;
        if (conflicts.size() < DayReport.MAX_CONFLICTS) {
            conflicts.add(conflict);
        }
    }

    DayReport.Read read() {
        return new DayReport.Read(
                rows,
                firstId,
                lastId,
                holes,
                archived,
                takenOver,
                there,
                unwanted,
                conflictCount,
                conflicts);
    }
}
