package io.gapless.local.rehearsal;

import io.gapless.archive.Checkpoint;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.RepairPlanner;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Repairer;
import io.gapless.local.run.Repairs;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.Optional;

/// The repair over the archive of a rehearsal.
final class Repairing {
    /// What is traded lies years back, and is no stale tail for that.
    static final Duration NEVER_STALE = Duration.ofDays(36_500);

    /// Repairs after the end until nothing is missing.
    private static final int MAX_LAST_REPAIRS = 60;

    private static final Duration BETWEEN_LAST_REPAIRS = Duration.ofSeconds(1);
    private static final Duration BUDGET = Duration.ofSeconds(50);
    private static final String CALLER = "backfill";

    private final RehearsalSettings settings;
    private final TradedYear year;
    private final Stores stores;
    private final Duration claimLife;
    private final int weightPerMinute;

    Repairing(
            RehearsalSettings settings,
            TradedYear year,
            Stores stores,
            Duration claimLife,
            int weightPerMinute) {
        this.settings = settings;
        this.year = year;
        this.stores = stores;
        this.claimLife = claimLife;
        this.weightPerMinute = weightPerMinute;
    }

    /// One that leaves the newest trades to the listener.
    History beside() {
        return history(NEVER_STALE);
    }

    /// The listener has ended: repairs until nothing is missing.
    void finish(Complaints complaints) throws InterruptedException {
        Repairer repairer =
                Repairer.of(history(RepairSettings.DEFAULT_STALE_AFTER).backfill(), BUDGET);
        for (int i = 0; i < MAX_LAST_REPAIRS; i++) {
            var _ = repairer.run();
            if (settings.symbols().stream().allMatch(this::isComplete)) {
                return;
            }
            Thread.sleep(BETWEEN_LAST_REPAIRS);
        }
        complaints.add(
                "%d repairs after the end, something is still missing".formatted(MAX_LAST_REPAIRS));
    }

    private boolean isComplete(Symbol symbol) {
        Optional<Checkpoint> checkpoint = stores.checkpoints().read(symbol);
        return checkpoint
                .filter(c -> RepairPlanner.left(c).isEmpty())
                .filter(c -> c.archived().contains(year.lastId(symbol)))
                .isPresent();
    }

    private History history(Duration staleAfter) {
        return Repairs.history(
                stores,
                year.exchange().restUrl(),
                Optional.of(year.exchange().dumpUrl()),
                weightPerMinute,
                new RepairSettings(
                        new Claimant(CALLER, claimLife),
                        staleAfter,
                        RepairSettings.DEFAULT_ABSENT_AFTER,
                        RepairSettings.DEFAULT_VOID_AFTER));
    }
}
