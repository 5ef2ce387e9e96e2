package io.gapless.archive;

import io.gapless.trade.TradeIdRange;
import java.time.Instant;

/// What a repair remembers of a range that it could not fill: why, since when, and when to try next.
/// Times are cut to the microsecond.
///
/// @param since when the reason was first met
/// @param retryAt no repair tries before
public record Deferral(TradeIdRange range, Reason reason, Instant since, Instant retryAt) {
    /// Most deferrals kept per symbol, claims' and stepped-over ids' first; what is beyond is simply
    /// tried again.
    public static final int MAX_PER_SYMBOL = 20;

    public Deferral {
        since = StoredTime.cut(since);
        retryAt = StoredTime.cut(retryAt);
    }

    /// Why a range could not be filled.
    public enum Reason {
        /// REST does not have these ids yet.
        REST_LAGS,
        /// REST showed a lower and a higher id, but not these.
        STEPPED_OVER,
        /// REST's history starts behind these ids.
        WITHDRAWN,
        /// REST's rows contradict the claim: another date or other ids.
        CONTRADICTION,
        /// The exchange did not answer, or answered with an error.
        REFUSED,
    }
}
