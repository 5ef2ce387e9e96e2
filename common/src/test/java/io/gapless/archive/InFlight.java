package io.gapless.archive;

/// A write that its sender has given up and that is still on its way. It lands at most once, and is
/// judged by what is stored at that time.
///
/// Who never calls [#land] has simulated a write that was lost.
public final class InFlight {
    private final StorageCall call;
    private final Runnable effect;
    private boolean landed;

    InFlight(StorageCall call, Runnable effect) {
        this.call = call;
        this.effect = effect;
    }

    public StorageCall call() {
        return call;
    }

    public boolean hasLanded() {
        return landed;
    }

    /// The write arrives now.
    public void land() {
        if (landed) {
            throw new IllegalStateException(call + " has landed already");
        }
        landed = true;
        effect.run();
    }

    @Override
    public String toString() {
        return (landed ? "landed " : "on its way ") + call;
    }
}
