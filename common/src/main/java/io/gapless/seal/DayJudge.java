package io.gapless.seal;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides whether a day is complete. By ids alone: the archive is complete where ids are contiguous,
/// whatever the clock says.
final class DayJudge {
    /// How long after midnight a day's last id must have stayed the exchange's last to be known as the
    /// last of that day.
    static final Duration QUIET = Duration.ofHours(1);

    private static final int MAX_TOLD = 5;

    private DayJudge() {}

    /// @param checkpoint read **before** the objects were listed, so that whatever it has of the day as
    ///     stored is among them
    /// @param held ids in the objects of the date
    /// @param later ids in objects of later dates, the next ones at least
    /// @param exchangeLast the exchange's newest id of the symbol, asked for at `now`; empty if unknown
    static DayState judge(
            Checkpoint checkpoint,
            LocalDate date,
            Coverage held,
            Coverage later,
            OptionalLong exchangeLast,
            Instant now) {
        Instant midnight = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Optional<Claim> claim =
                checkpoint.claims().stream().filter(c -> c.key().date().equals(date)).findAny();
        if (now.isBefore(midnight)) {
            return new DayState.Open("the day is not over");
        }
        if (claim.isPresent()) {
            return new DayState.Open(claim.get().range() + " is being written");
        }
        if (held.isEmpty()) {
            return new DayState.Empty();
        }
        Coverage unsettled = held.minus(checkpoint.stored());
        if (!unsettled.isEmpty()) {
            return new DayState.Open(told(unsettled) + " is being written");
        }
        TradeIdRange span = held.span().orElseThrow();
        Coverage missing = Coverage.of(span).minus(checkpoint.archived());
        if (!missing.isEmpty()) {
            return new DayState.Open(told(missing) + " is missing");
        }
        TradeIdRange run = checkpoint.archived().rangeHolding(span.first()).orElseThrow();
        Optional<Border> before = before(checkpoint, span, run);
        if (before.isEmpty()) {
            return new DayState.Open("trades before %d are missing".formatted(run.first()));
        }
        Optional<Border> after =
                after(checkpoint, span, run, later)
                        .or(() -> quiet(checkpoint, span, exchangeLast, midnight, now));
        if (after.isEmpty()) {
            return new DayState.Open(
                    "no trade of a later day follows %d without a gap".formatted(run.last()));
        }
        Coverage between = between(span, before.get(), after.get());
        Coverage absent = between.intersect(checkpoint.absent());
        return new DayState.Complete(
                held, absent, between.minus(held).minus(absent), before.get(), after.get());
    }

    private static Optional<Border> before(
            Checkpoint checkpoint, TradeIdRange span, TradeIdRange run) {
        if (run.first() < span.first()) {
            Coverage below =
                    checkpoint
                            .stored()
                            .intersect(
                                    Coverage.of(new TradeIdRange(run.first(), span.first() - 1)));
            if (!below.isEmpty()) {
                return Optional.of(new Border.Neighbour(below.span().orElseThrow().last()));
            }
        }
        if (run.first() == 0) {
            return Optional.of(new Border.FirstWanted(0));
        }
        return checkpoint
                .wanted()
                .all(run.last())
                .rangeHolding(span.first())
                .filter(wanted -> wanted.first() >= run.first())
                .map(wanted -> new Border.FirstWanted(wanted.first()));
    }

    private static Optional<Border> after(
            Checkpoint checkpoint, TradeIdRange span, TradeIdRange run, Coverage later) {
        if (run.last() == span.last() || later.intersect(Coverage.of(run)).isEmpty()) {
            return Optional.empty();
        }
        TradeIdRange rest = new TradeIdRange(span.last() + 1, run.last());
        return checkpoint
                .stored()
                .intersect(Coverage.of(rest))
                .span()
                .map(ids -> new Border.Neighbour(ids.first()));
    }

    private static Optional<Border> quiet(
            Checkpoint checkpoint,
            TradeIdRange span,
            OptionalLong exchangeLast,
            Instant midnight,
            Instant now) {
        boolean isLast =
                exchangeLast.isPresent()
                        && exchangeLast.getAsLong() == span.last()
                        && checkpoint.lastTaken().orElse(-1) == span.last();
        return isLast && !now.isBefore(midnight.plus(QUIET))
                ? Optional.of(new Border.NothingLater(now))
                : Optional.empty();
    }

    /// The ids that the day has to answer for.
    private static Coverage between(TradeIdRange span, Border before, Border after) {
        long first =
                switch (before) {
                    case Border.Neighbour(var id) -> id + 1;
                    case Border.FirstWanted(var id) -> id;
                    case Border.NothingLater _ -> span.first();
                };
        long last =
                switch (after) {
                    case Border.Neighbour(var id) -> id - 1;
                    case Border.FirstWanted _, Border.NothingLater _ -> span.last();
                };
        return Coverage.of(new TradeIdRange(Math.min(first, span.first()), last));
    }

    private static String told(Coverage ids) {
        String shown = Coverage.of(ids.ranges().stream().limit(MAX_TOLD).toList()).toString();
        return ids.rangeCount() > MAX_TOLD ? shown + " and more" : shown;
    }
}
