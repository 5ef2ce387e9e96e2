package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.List;

/// How far the ids of a symbol have come in the archive, to notice an exchange that counts them anew:
/// its history then has other trades under the ids that are missing.
///
/// Ids and trade times grow together, so a trade below the highest archived id cannot have happened
/// long after it.
///
/// @param highest archived id, or -1
/// @param newest time of its trade, µs
record IdSpace(long highest, long newest) {
    /// How much later, in µs; times step back by milliseconds.
    static final long RESTART_LEAD = 60_000_000;

    /// One that has a successor in the archive: the exchange's history has nothing of it any more.
    static final IdSpace OVER = new IdSpace(Long.MAX_VALUE, Long.MIN_VALUE);

    /// @param all that are stored, of any symbol
    static IdSpace of(Checkpoint known, List<Checkpoint> all) {
        Symbol symbol = known.symbol();
        boolean isOver =
                all.stream()
                        .map(Checkpoint::symbol)
                        .filter(other -> other.exchangeName().equals(symbol.exchangeName()))
                        .anyMatch(other -> other.idSpace() > symbol.idSpace());
        return isOver ? OVER : archived(known);
    }

    /// What a dump of an old day has to go with, also of one that has a successor.
    static IdSpace archived(Checkpoint known) {
        return new IdSpace(
                known.stored().span().map(TradeIdRange::last).orElse(-1L),
                Trade.micros(known.headTime()));
    }

    /// For people.
    ///
    /// @param where the other trades are
    static String anew(Symbol symbol, String where) {
        return "the exchange counts the trades of %s anew: %s has others under the ids that are missing. Follow it as %s."
                .formatted(symbol, where, symbol.nextIdSpace());
    }

    /// The same for who holds a claim: its owner had its trades, and its key tells when they happened.
    IdSpace with(Claim claim) {
        return new IdSpace(
                Math.max(highest, claim.range().last() + 1),
                Math.max(newest, claim.key().lastTime()));
    }

    /// Whether a page tells of another id space.
    boolean contradicts(TradeColumns page) {
        return contradicts(page, 0, page.size());
    }

    /// The same of rows `from` (included) to `to` (excluded).
    boolean contradicts(TradeColumns page, int from, int to) {
        for (int row = from; row < to; row++) {
            if (page.id(row) < highest && page.time(row) > newest + RESTART_LEAD) {
                return true;
            }
        }
        return false;
    }
}
