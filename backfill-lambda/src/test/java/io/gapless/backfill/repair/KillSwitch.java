package io.gapless.backfill.repair;

import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.binance.HistoryFault;

/// Kills a process at one of its calls to a store or to the exchange, counted from 0.
final class KillSwitch {
    /// What the dying call does.
    enum At {
        /// Killed before the call was sent.
        BEFORE,
        /// The call took effect.
        AFTER,
        /// The call is on its way and may take effect much later.
        ON_ITS_WAY,
    }

    /// The death of the process.
    static final class Killed extends RuntimeException {
        Killed() {
            super("SIGKILL", null, false, false);
        }
    }

    private final int callToDieAt;
    private final At how;
    private int calls;

    KillSwitch(int callToDieAt, At how) {
        this.callToDieAt = callToDieAt;
        this.how = how;
    }

    /// Never kills, only counts.
    static KillSwitch counting() {
        return new KillSwitch(Integer.MAX_VALUE, At.BEFORE);
    }

    static StorageFault before() {
        return new StorageFault.Before(new Killed());
    }

    Faults faults() {
        StorageFaults storage = _ -> isNow() ? storageFault() : StorageFault.none();
        return new Faults(
                storage,
                _ -> {
                    if (isNow()) {
                        throw new Killed();
                    }
                    return HistoryFault.none();
                });
    }

    int calls() {
        return calls;
    }

    private boolean isNow() {
        return calls++ == callToDieAt;
    }

    private StorageFault storageFault() {
        return switch (how) {
            case BEFORE -> before();
            case AFTER -> new StorageFault.After(new Killed());
            case ON_ITS_WAY -> new StorageFault.OnItsWay(new Killed());
        };
    }
}
