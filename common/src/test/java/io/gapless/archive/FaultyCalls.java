package io.gapless.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Carries calls to a fake store, with their faults. One call at a time.
final class FaultyCalls {
    private final Object lock;
    private final StorageFaults faults;
    private final List<InFlight> inFlight;

    FaultyCalls(StorageFaults faults) {
        this(new Object(), faults, new ArrayList<>());
    }

    private FaultyCalls(Object lock, StorageFaults faults, List<InFlight> inFlight) {
        this.lock = lock;
        this.faults = faults;
        this.inFlight = inFlight;
    }

    /// Calls of somebody else to the same store.
    FaultyCalls with(StorageFaults others) {
        return new FaultyCalls(lock, others, inFlight);
    }

    <T> T call(StorageCall.Operation operation, String subject, Supplier<T> effect) {
        StorageCall call = new StorageCall(operation, subject);
        synchronized (lock) {
            return switch (faults.next(call)) {
                case StorageFault.None() -> effect.get();
                case StorageFault.Before(RuntimeException thrown) -> throw thrown;
                case StorageFault.After(RuntimeException thrown) -> {
                    effect.get();
                    throw thrown;
                }
                case StorageFault.OnItsWay(RuntimeException thrown) -> {
                    if (operation.isWrite()) {
                        inFlight.add(new InFlight(call, () -> locked(effect)));
                    }
                    throw thrown;
                }
            };
        }
    }

    /// Writes that have not landed yet, oldest first.
    List<InFlight> inFlight() {
        synchronized (lock) {
            inFlight.removeIf(InFlight::hasLanded);
            return List.copyOf(inFlight);
        }
    }

    <T> T locked(Supplier<T> look) {
        synchronized (lock) {
            return look.get();
        }
    }
}
