package io.gapless.archive;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;

/// How far the ids of a symbol have come, as far as somebody knows: what shows that the exchange has
/// started to count anew.
///
/// Ids and trade times grow together. A trade below the highest id that happened much later is of another
/// id space, however near its id is: the exchange was reset, or the symbol listed again. A late delivery
/// is as old as its id.
///
/// @param id the highest, or -1 when none is known
/// @param time of the newest trade that is known, µs since 1970
public record HighestId(long id, long time) {
    /// How much later, in µs; times step back by milliseconds.
    public static final long RESTART_LEAD = 60_000_000;

    /// Nothing contradicts it.
    public static final HighestId NONE = new HighestId(-1, 0);

    /// Of what is in objects.
    public static HighestId stored(Checkpoint known) {
        return new HighestId(
                known.stored().span().map(TradeIdRange::last).orElse(NONE.id()),
                Trade.micros(known.headTime()));
    }

    /// Of what is in objects or claimed: a claim's owner had its trades, and its key tells when they
    /// happened.
    public static HighestId taken(Checkpoint known) {
        HighestId taken = stored(known);
        for (Claim claim : known.claims()) {
            taken = taken.and(claim.range().last(), claim.key().lastTime());
        }
        return taken;
    }

    /// With one more trade.
    public HighestId and(long otherId, long otherTime) {
        return new HighestId(Math.max(id, otherId), Math.max(time, otherTime));
    }

    /// Whether a trade cannot be of the same id space.
    public boolean isContradictedBy(long otherId, long otherTime) {
        return otherId < id && isLongBefore(otherTime);
    }

    /// The same of all trades under a key.
    public boolean isContradictedBy(BatchKey key) {
        return isContradictedBy(key.range().first(), key.firstTime());
    }

    /// Whether a time is later than late deliveries can be.
    public boolean isLongBefore(long otherTime) {
        return otherTime > time + RESTART_LEAD;
    }
}
