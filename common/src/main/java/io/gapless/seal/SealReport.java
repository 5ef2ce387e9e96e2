package io.gapless.seal;

import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// What a run of sealing did.
///
/// @param days those that were looked at, in that order
/// @param left how many there was no time for
/// @param unavailable days at which a store did not answer
public record SealReport(List<Day> days, long left, long unavailable, Instant endedAt) {
    public SealReport {
        days = List.copyOf(days);
    }

    /// One day.
    ///
    /// @param followed whether the symbol is followed: the last day of one that was removed ends where
    ///     following ended, and stays open
    public record Day(Symbol symbol, LocalDate date, boolean followed, SealOutcome outcome) {}

    /// Days with a new certificate.
    public long certified() {
        return count(SealOutcome.Certified.class);
    }

    /// Days that cannot be sealed yet.
    public long open() {
        return count(SealOutcome.NotYet.class);
    }

    /// Days of which something is not as it must be.
    public long wrong() {
        return count(SealOutcome.Wrong.class);
    }

    private long count(Class<? extends SealOutcome> outcome) {
        return days.stream().filter(day -> outcome.isInstance(day.outcome())).count();
    }

    /// Certified days whose dump contradicts them.
    public long conflicts() {
        return days.stream()
                .filter(day ->
                        day.outcome() instanceof SealOutcome.Certified(var certificate, var _)
                                && certificate.dump().verdict() == DumpComparison.Verdict.CONFLICT)
                .count();
    }

    /// How long the oldest of the days that are over and not sealed has been over; zero if none.
    public Duration oldestOpen() {
        return days.stream()
                .filter(Day::followed)
                .filter(day ->
                        day.outcome() instanceof SealOutcome.NotYet
                                || day.outcome() instanceof SealOutcome.Wrong)
                .map(day -> day.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .min(Instant::compareTo)
                .map(over -> Duration.between(over, endedAt))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
