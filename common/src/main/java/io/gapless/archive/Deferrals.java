package io.gapless.archive;

import io.gapless.archive.Deferral.Reason;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Deferrals in the making: no two overlap. Used by one thread.
final class Deferrals {
    private final List<Deferral> deferrals;

    Deferrals(Collection<Deferral> deferrals) {
        this.deferrals = new ArrayList<>(deferrals);
    }

    /// Remembers this in place of what was remembered of its ids before.
    void remember(Deferral deferral) {
        forget(deferral.range());
        deferrals.add(deferral);
    }

    /// Forgets what was remembered of these ids, and of no others.
    void forget(TradeIdRange ids) {
        for (Deferral old : List.copyOf(deferrals)) {
            if (old.range().overlaps(ids)) {
                deferrals.remove(old);
                Coverage.of(old.range())
                        .minus(ids)
                        .ranges()
                        .forEach(rest ->
                                deferrals.add(
                                        new Deferral(
                                                rest, old.reason(), old.since(), old.retryAt())));
            }
        }
    }

    /// What is worth being stored, in ascending order: nothing of ids that are settled; what touches is
    /// joined; at most [Deferral#MAX_PER_SYMBOL], those that something grows of when they get old first.
    List<Deferral> kept(Coverage archived, Coverage claimed) {
        deferrals.removeIf(d -> archived.contains(d.range()));
        deferrals.sort(Comparator.comparing(Deferral::range));
        List<Deferral> joined = new ArrayList<>();
        for (Deferral next : deferrals) {
            if (!joined.isEmpty() && canJoin(joined.getLast(), next, claimed)) {
                joined.add(join(joined.removeLast(), next));
            } else {
                joined.add(next);
            }
        }
        return joined.stream()
                .sorted(Comparator.comparingInt(d -> rank(d, claimed)))
                .limit(Deferral.MAX_PER_SYMBOL)
                .sorted(Comparator.comparing(Deferral::range))
                .toList();
    }

    /// A claim is released, and an id recorded as absent, only after its own deferral has aged.
    private static int rank(Deferral deferral, Coverage claimed) {
        if (claimed.overlaps(deferral.range())) {
            return 0;
        }
        return deferral.reason() == Reason.STEPPED_OVER ? 1 : 2;
    }

    private static boolean canJoin(Deferral lower, Deferral upper, Coverage claimed) {
        return lower.range().last() + 1 == upper.range().first()
                && lower.reason() == upper.reason()
                && rank(lower, claimed) == 2
                && rank(upper, claimed) == 2;
    }

    private static Deferral join(Deferral lower, Deferral upper) {
        return new Deferral(
                new TradeIdRange(lower.range().first(), upper.range().last()),
                lower.reason(),
                earlier(lower.since(), upper.since()),
                earlier(lower.retryAt(), upper.retryAt()).equals(lower.retryAt())
                        ? upper.retryAt()
                        : lower.retryAt());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
