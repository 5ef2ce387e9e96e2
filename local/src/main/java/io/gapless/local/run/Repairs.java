package io.gapless.local.run;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.local.place.Stores;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;

/// Puts the repair together, over stores that were opened on this machine.
public final class Repairs {
    private Repairs() {}

    /// @param weightPerMinute request weight to use at the exchange
    /// @param settings whose claimant is also the caller whose bans are remembered
    public static Backfill over(
            Stores stores, URI restUrl, int weightPerMinute, RepairSettings settings) {
        InstantSource clock = Clock.systemUTC();
        return new Backfill(
                stores.archive(),
                stores.checkpoints(),
                RestTradeHistory.budgeted(
                        RestSettings.at(restUrl),
                        weightPerMinute,
                        stores.marks(),
                        settings.claimant().owner(),
                        clock),
                settings,
                clock,
                time -> Thread.sleep(time),
                new SecureRandom());
    }
}
