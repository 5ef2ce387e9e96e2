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
    private int objects;

    SymbolTally(Symbol symbol) {
        this.symbol = symbol;
    }

    void archived(TradeIdRange range, boolean takeover) {
        objects++;
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

    void left(Coverage ids) {
        left = ids;
    }

    boolean isWorthTelling() {
        return objects > 0
                || !left.isEmpty()
                || !notes.isEmpty()
                || !absent.isEmpty()
                || !evidence.isEmpty();
    }

    SymbolReport report() {
        return new SymbolReport(
                symbol,
                filled,
                takenOver,
                objects,
                left.ranges().stream().limit(SymbolReport.MAX_RANGES).toList(),
                left.size(),
                List.copyOf(absent),
                List.copyOf(evidence),
                List.copyOf(notes));
    }
}
