package io.gapless.archive;

/// Decides what goes wrong with each call to a fake store.
///
/// The fakes know neither clock nor chance: a simulation draws its faults from its own seed here.
/// Called once per call, in the order of the calls, while the store is locked.
@FunctionalInterface
public interface StorageFaults {
    StorageFaults NONE = call -> StorageFault.none();

    StorageFault next(StorageCall call);
}
