package io.gapless.backfill.repair;

import io.gapless.protocol.Claimant;
import java.time.Duration;

/// What operators may tune of the repair.
///
/// @param claimant as whom claims are made
/// @param staleAfter how old an unarchived trade may be before the repair does the listener's work
/// @param absentAfter how long after the first sight a second one proves that ids never existed
/// @param voidAfter how long a claim that cannot be built waits before it is released by a void
/// @param dumpFrom trades in one gap from which on the exchange's daily dumps are preferred to REST
public record RepairSettings(
        Claimant claimant,
        Duration staleAfter,
        Duration absentAfter,
        Duration voidAfter,
        long dumpFrom) {
    /// Three flush intervals of the default, so that a healthy listener is never overtaken.
    public static final Duration DEFAULT_STALE_AFTER = Duration.ofMinutes(3);

    /// The exchange's history has lagged by minutes; an hour is far beyond.
    public static final Duration DEFAULT_ABSENT_AFTER = Duration.ofHours(1);

    public static final Duration DEFAULT_VOID_AFTER = Duration.ofMinutes(10);

    /// A hundred pages: what REST brings in a minute, with the default weight.
    public static final long DEFAULT_DUMP_FROM = 100_000;

    /// With [#DEFAULT_DUMP_FROM].
    public RepairSettings(
            Claimant claimant, Duration staleAfter, Duration absentAfter, Duration voidAfter) {
        this(claimant, staleAfter, absentAfter, voidAfter, DEFAULT_DUMP_FROM);
    }

    public RepairSettings {
        if (dumpFrom < 1) {
            throw new IllegalArgumentException(
                    "dumps from %d trades on: expected 1 or more".formatted(dumpFrom));
        }
        if (!staleAfter.isPositive() || !absentAfter.isPositive() || !voidAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "stale after %s, absent after %s, void after %s: each must be more than zero"
                            .formatted(staleAfter, absentAfter, voidAfter));
        }
    }
}
