package io.gapless.backfill.repair;

import io.gapless.dump.PublishedDumps;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.LongPredicate;

/// A symbol whose past days are published as dumps, and repairs that read them.
abstract class RepairWithDumps {
    static final Symbol A = Symbol.of("AAAUSDT");
    static final LocalDate DAY = LocalDate.parse("2026-03-01");

    final RepairWorld world = new RepairWorld();
    final PublishedDumps dumps;

    RepairWithDumps(Path folder) {
        dumps = new PublishedDumps(folder);
        world.dumps = dumps;
    }

    /// What was traded on [#DAY], by ids.
    final TradeColumns rows(LongPredicate which) {
        return rows(DAY, which);
    }

    final void publish(LocalDate date, LongPredicate which) {
        dumps.publish(A, date, rows(date, which));
    }

    private TradeColumns rows(LocalDate date, LongPredicate which) {
        TradeColumns rows = new TradeColumns(100);
        world.tapeRows(A).rows().stream()
                .filter(trade -> trade.date().equals(date) && which.test(trade.id()))
                .forEach(rows::add);
        return rows;
    }
}
