package io.gapless.simulation;

import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.listener.ListenerSettings;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.util.List;
import java.util.Optional;

/// The programs' settings where nobody has chosen any.
final class UsualSettings {
    private UsualSettings() {}

    static ListenerSettings listener(int number, List<Symbol> symbols, long memory) {
        return new ListenerSettings(
                SymbolSelection.of(symbols),
                new IngestSettings(
                        new FlushPolicy(
                                ListenerSettings.DEFAULT_FLUSH_INTERVAL,
                                ListenerSettings.DEFAULT_BATCH_TRADES),
                        IngestSettings.DEFAULT_REORDER_GRACE,
                        memory),
                new Claimant("listener " + number, ListenerSettings.DEFAULT_CLAIM_LIFE),
                ListenerSettings.DEFAULT_STOP_TIMEOUT,
                Optional.empty());
    }

    static RepairSettings repair() {
        return new RepairSettings(
                new Claimant("repair", BackfillConfig.DEFAULT_CLAIM_LIFE),
                RepairSettings.DEFAULT_STALE_AFTER,
                RepairSettings.DEFAULT_ABSENT_AFTER,
                RepairSettings.DEFAULT_VOID_AFTER);
    }
}
