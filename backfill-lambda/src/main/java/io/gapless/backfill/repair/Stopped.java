package io.gapless.backfill.repair;

import io.gapless.backfill.repair.RepairReport.Ending;
import java.time.Instant;
import java.util.Optional;

/// Ends a run from wherever it is. What is left is found by the next one.
final class Stopped extends Exception {
    private final Ending ending;
    private final transient Optional<Instant> goesOnAt;

    Stopped(Ending ending, String sentence, Optional<Instant> goesOnAt) {
        super(sentence, null, false, false);
        this.ending = ending;
        this.goesOnAt = goesOnAt;
    }

    Ending ending() {
        return ending;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    Optional<Instant> goesOnAt() {
        return goesOnAt;
    }
}
