package io.gapless.local.command;

import io.gapless.backfill.repair.RepairProgress;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Shows how many trades a repair has archived so far, and what it waits for.
final class ArchivedTrades implements RepairProgress {
    private final ProgressDisplay display;
    private long archived;

    ArchivedTrades(ProgressDisplay display) {
        this.display = display;
    }

    @Override
    public void fetched(Symbol symbol, int trades) {
        display.at(archived);
    }

    @Override
    public void archived(Symbol symbol, TradeIdRange ids) {
        archived += ids.size();
        display.at(archived);
    }

    @Override
    public void waiting(Instant until, String why) {
        display.note("waits until " + until.truncatedTo(ChronoUnit.SECONDS) + ": " + why);
    }
}
