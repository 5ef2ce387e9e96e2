package io.gapless.local.rehearsal;

import io.gapless.exchange.dump.DumpStrikes;
import io.gapless.exchange.fault.Fault.DumpFlaw;

/// What can be wrong with a day's dump.
enum Defect {
    LATE("late"),
    SHORT("short"),
    HOLE("with a hole"),
    WRONG_CHECKSUM("wrong checksum"),
    TRUNCATED("truncated in transfer"),
    DUPLICATE("duplicate rows"),
    UNSORTED("unsorted"),
    HEADER("with a header"),
    REWRITTEN("rewritten later"),
    CONFLICT("rewritten with other values");

    private final String title;

    Defect(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// Symbol-days that had it when they were asked for.
    int days(DumpStrikes strikes) {
        return switch (this) {
            case LATE -> strikes.of(DumpFlaw.LATE);
            case SHORT -> strikes.of(DumpFlaw.SHORT);
            case HOLE -> strikes.of(DumpFlaw.HOLE);
            case WRONG_CHECKSUM -> strikes.of(DumpFlaw.WRONG_CHECKSUM);
            case TRUNCATED -> strikes.cut();
            case DUPLICATE -> strikes.of(DumpFlaw.DUPLICATE);
            case UNSORTED -> strikes.of(DumpFlaw.UNSORTED);
            case HEADER -> strikes.of(DumpFlaw.HEADER);
            case REWRITTEN -> strikes.rewritten();
            case CONFLICT -> strikes.of(DumpFlaw.CONFLICT);
        };
    }
}
