package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.HighestId;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.util.List;

/// How far the ids of a symbol have come in the archive, to notice an exchange that counts them anew:
/// its history then has other trades under the ids that are missing.
///
/// @param highest of what is archived
record IdSpace(HighestId highest) {
    /// One that has a successor in the archive: the exchange's history has nothing of it any more.
    static final IdSpace OVER = new IdSpace(new HighestId(Long.MAX_VALUE, 0));

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
        return new IdSpace(HighestId.stored(known));
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
        return new IdSpace(highest.and(claim.range().last() + 1, claim.key().lastTime()));
    }

    /// Whether a page tells of another id space.
    boolean contradicts(TradeColumns page) {
        return contradicts(page, 0, page.size());
    }

    /// The same of rows `from` (included) to `to` (excluded).
    boolean contradicts(TradeColumns page, int from, int to) {
        for (int row = from; row < to; row++) {
            if (highest.isContradictedBy(page.id(row), page.time(row))) {
                return true;
            }
        }
        return false;
    }
}
