package io.gapless.backfill.repair;

import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;

/// A [SymbolReport] in the making.
final class SymbolTally {
    private final Symbol symbol;
    private final List<TradeIdRange> absent = new ArrayList<>();
    private final List<String> evidence = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Coverage left = Coverage.EMPTY;
    private long filled;
    private long takenOver;
    private long fromDumps;
    private long conflictCount;
    private final List<Conflict> conflicts = new ArrayList<>();
    private int objects;

    SymbolTally(Symbol symbol) {
        this.symbol = symbol;
    }

    void archived(TradeIdRange range, boolean takeover, boolean fromDump) {
        objects++;
        fromDumps += fromDump ? range.size() : 0;
        if (takeover) {
            takenOver += range.size();
        } else {
            filled += range.size();
        }
    }

    void absent(TradeIdRange range) {
        absent.add(range);
    }

    void evidence(String key) {
        evidence.add(key);
    }

    void note(String text) {
        if (notes.size() < SymbolReport.MAX_NOTES && !notes.contains(text)) {
            notes.add(text);
        }
    }

    void conflicts(DayReport.Read read) {
        conflictCount += read.conflictCount();
        read.conflicts().stream()
                .limit(SymbolReport.MAX_RANGES - conflicts.size())
                .forEach(conflicts::add);
    }

    void left(Coverage ids) {
        left = ids;
    }

    boolean isWorthTelling() {
        return objects > 0
                || !left.isEmpty()
                || conflictCount > 0
                || !notes.isEmpty()
                || !absent.isEmpty()
                || !evidence.isEmpty();
    }

    SymbolReport report() {
        return new SymbolReport(
                symbol,
                filled,
                takenOver,
                fromDumps,
                objects,
                left.ranges().stream().limit(SymbolReport.MAX_RANGES).toList(),
                left.size(),
                List.copyOf(absent),
                List.copyOf(evidence),
                List.copyOf(notes),
                conflictCount,
                List.copyOf(conflicts));
    }
}
