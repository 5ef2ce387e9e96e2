package io.gapless.seal;

import io.gapless.trade.Coverage;
import java.time.Instant;

/// Whether all trades of a symbol's UTC day are archived.
public sealed interface DayState {
    /// They are, or are shown never to have existed.
    ///
    /// @param ids of the day
    /// @param absent ids between both borders that never existed
    /// @param elsewhere ids among those of the day that are of a neighbouring date: around midnight the
    ///     exchange's clock need not follow its ids
    record Complete(Coverage ids, Coverage absent, Coverage elsewhere, Border before, Border after)
            implements DayState {}

    /// Not yet.
    ///
    /// @param why for people
    record Open(String why) implements DayState {}

    /// No trades of that date are archived, and none are known to be missing.
    record Empty() implements DayState {}

    /// What lies at an end of the day's ids.
    sealed interface Border {
        /// The nearest id that another day has: the highest below, or the lowest above.
        record Neighbour(long id) implements Border {}

        /// Nothing before this id is wanted: the symbol was followed, or its history asked for, from
        /// here on. 0 is the first that a symbol can have.
        record FirstWanted(long id) implements Border {}

        /// The exchange had no later trade at that time, an hour or more after midnight.
        record NothingLater(Instant seenAt) implements Border {}
    }
}
