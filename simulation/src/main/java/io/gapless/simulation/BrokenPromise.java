package io.gapless.simulation;

/// Something that must always hold did not.
public final class BrokenPromise extends AssertionError {
    BrokenPromise(String what) {
        super(what);
    }
}
