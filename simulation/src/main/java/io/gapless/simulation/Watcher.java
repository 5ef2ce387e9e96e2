package io.gapless.simulation;

import io.gapless.backfill.repair.RepairReport;
import io.gapless.listener.metrics.Measurements;

/// Is told what the programs of a world tell their operators.
interface Watcher {
    Watcher NOBODY = new Watcher() {};

    /// A listener has measured the minute that has passed.
    default void measured(String program, Measurements measurements) {}

    /// A repair has ended in good order.
    default void reported(String program, RepairReport report) {}
}
