package io.gapless.local.bench;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RequestBudget;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Repairer;
import io.gapless.local.run.Repairs;
import io.gapless.protocol.Claimant;
import java.net.URI;

/// The repair as the schedule runs it, with the whole of the exchange's request weight.
final class BenchRepair {
    private static final String CALLER = "backfill";

    private BenchRepair() {}

    static Repairer over(Stores stores, URI restUrl) {
        Backfill backfill =
                Repairs.over(
                        stores,
                        restUrl,
                        RequestBudget.EXCHANGE_LIMIT,
                        new RepairSettings(
                                new Claimant(CALLER, BackfillConfig.DEFAULT_CLAIM_LIFE),
                                RepairSettings.DEFAULT_STALE_AFTER,
                                RepairSettings.DEFAULT_ABSENT_AFTER,
                                RepairSettings.DEFAULT_VOID_AFTER));
        return Repairer.of(backfill, BackfillConfig.DEFAULT_TIME_BUDGET);
    }
}
