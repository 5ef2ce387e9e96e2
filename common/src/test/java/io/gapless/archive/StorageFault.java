package io.gapless.archive;

/// What goes wrong with one call to a fake store.
///
/// What `thrown` is, is up to the test: a [StorageUnavailableException] is an answer that did not
/// come, anything of the test's own may stand for the death of the caller.
public sealed interface StorageFault {
    /// All goes well.
    record None() implements StorageFault {}

    /// No effect, neither now nor later.
    record Before(RuntimeException thrown) implements StorageFault {}

    /// The call takes effect and the caller does not learn it: the reply was lost, or the caller died
    /// waiting for it.
    record After(RuntimeException thrown) implements StorageFault {}

    /// A write that has no effect yet and may have one at any later time, even when its sender is long
    /// dead: see [InFlight]. For a read it is the same as [Before].
    record OnItsWay(RuntimeException thrown) implements StorageFault {}

    static StorageFault none() {
        return new None();
    }

    /// 503 Slow Down, ProvisionedThroughputExceeded: nothing happened.
    static StorageFault throttled() {
        return new Before(new StorageUnavailableException("503 Slow Down", null));
    }

    /// 409 Conflict, more often than the adapter repeats the call: nothing happened.
    static StorageFault conflict() {
        return new Before(new StorageUnavailableException("409 Conflict", null));
    }

    /// A time-out of a call that never arrived.
    static StorageFault timedOut() {
        return new Before(new StorageUnavailableException("time-out, never arrived", null));
    }

    /// A time-out of a call that took effect.
    static StorageFault lostReply() {
        return new After(new StorageUnavailableException("time-out, took effect", null));
    }

    /// A time-out of a call that is still on its way.
    static StorageFault stillOnItsWay() {
        return new OnItsWay(new StorageUnavailableException("time-out, on its way", null));
    }

    /// A call that will never work.
    static StorageFault refused() {
        return new Before(new StorageRefusedException("403 Access Denied", null));
    }
}
