package io.gapless.backfill.repair;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;

/// Is told while a repair is under way, on its thread.
public interface RepairProgress {
    /// Nobody looks.
    RepairProgress NONE =
            new RepairProgress() {
                @Override
                public void archived(Symbol symbol, TradeIdRange range) {}

                @Override
                public void fetched(Symbol symbol, int trades) {}

                @Override
                public void waiting(Instant until, String why) {}
            };

    /// A page came with so many wanted trades.
    void fetched(Symbol symbol, int trades);

    void archived(Symbol symbol, TradeIdRange range);

    void waiting(Instant until, String why);
}
