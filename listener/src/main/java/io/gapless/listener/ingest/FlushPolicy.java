package io.gapless.listener.ingest;

import io.gapless.archive.Claim;
import io.gapless.trade.Symbol;
import java.time.Duration;

/// When held trades become a batch: when the oldest is as old as the interval, or when there are
/// enough for a full object.
///
/// @param interval from one second to one hour
/// @param batchTrades most trades in one object, 1 to [Claim#MAX_TRADES]
public record FlushPolicy(Duration interval, int batchTrades) {
    public FlushPolicy {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0
                || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "a flush interval of " + interval + " is not between 1 s and 1 h");
        }
        if (batchTrades < 1 || batchTrades > Claim.MAX_TRADES) {
            throw new IllegalArgumentException(
                    "batches of %d trades: expected 1 to %d"
                            .formatted(batchTrades, Claim.MAX_TRADES));
        }
    }

    /// How old the oldest held trade may become, in µs.
    ///
    /// A writer that saw another one archive the same trades waits half an interval longer and finds
    /// its work done, so a second listener costs no second set of objects.
    long patience(boolean standby) {
        long micros = interval.toNanos() / 1000;
        return standby ? micros + micros / 2 : micros;
    }

    /// How many trades may be held.
    long room(boolean standby) {
        return standby ? batchTrades + batchTrades / 2L : batchTrades;
    }

    /// How old the oldest trade may become before the very first flush, in µs: between a quarter and
    /// the whole of the interval, different for each symbol, so that the flushes of many symbols stay
    /// spread out.
    long firstPatience(Symbol symbol) {
        long micros = interval.toNanos() / 1000;
        int hash = symbol.toString().hashCode() * 0x9E3779B9;
        return micros / 4 + Math.floorMod(hash >>> 8, 1024) * (micros * 3 / 4) / 1024;
    }
}
