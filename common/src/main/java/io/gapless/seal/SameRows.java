package io.gapless.seal;

import io.gapless.batch.TradeStream;
import io.gapless.trade.TradeColumns;
import java.util.Optional;

/// Compares rows id for id and value for value, every column, and adds them up meanwhile.
final class SameRows {
    private SameRows() {}

    /// Two copies are not the same. It must not happen, and nothing is published then.
    static final class DifferentException extends RuntimeException {
        DifferentException(String sentence) {
            super(sentence);
        }
    }

    /// @param what is compared, for the message
    /// @return what both add up to
    /// @throws DifferentException naming the first row in which they differ
    static DayRows of(String what, TradeStream one, TradeStream other) {
        RowSums sums = new RowSums();
        TradeColumns others = new TradeColumns(1);
        int at = 0;
        for (Optional<TradeColumns> rows = one.next(); rows.isPresent(); rows = one.next()) {
            TradeColumns ones = rows.get();
            sums.add(ones);
            for (int row = 0; row < ones.size(); row++) {
                if (at == others.size()) {
                    others =
                            other.next()
                                    .orElseThrow(
                                            () -> different(what, "one ends before the other"));
                    at = 0;
                }
                if (!isSame(ones, row, others, at)) {
                    throw different(what, "%s and %s".formatted(ones.trade(row), others.trade(at)));
                }
                at++;
            }
        }
        if (at < others.size() || other.next().isPresent()) {
            throw different(what, "one ends before the other");
        }
        return sums.finish();
    }

    private static boolean isSame(TradeColumns a, int i, TradeColumns b, int j) {
        return a.id(i) == b.id(j)
                && a.price(i) == b.price(j)
                && a.quantity(i) == b.quantity(j)
                && a.time(i) == b.time(j)
                && a.buyerIsMaker(i) == b.buyerIsMaker(j)
                && a.bestMatch(i) == b.bestMatch(j)
                && a.eventTime(i) == b.eventTime(j)
                && a.receivedAt(i) == b.receivedAt(j)
                && a.source(i) == b.source(j);
    }

    private static DifferentException different(String what, String how) {
        return new DifferentException(
                "%s is not equal to its parts: %s. Nothing was published; look at the parts"
                        .formatted(what, how));
    }
}
