package io.gapless.archive;

import io.gapless.trade.TradeIdRange;

/// Ids that are wanted, and neither archived, nor absent, nor claimed.
///
/// @param kind decides in which order gaps are repaired
public record Gap(TradeIdRange range, Kind kind) {
    /// Why it is wanted.
    public enum Kind {
        /// Since the origin, while the symbol was followed.
        FOLLOWED,
        /// An ad-hoc backfill asked for it.
        ASKED,
    }
}
