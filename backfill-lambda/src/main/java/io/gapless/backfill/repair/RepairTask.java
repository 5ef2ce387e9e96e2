package io.gapless.backfill.repair;

import io.gapless.archive.Claim;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;

/// One piece of a repair's work.
public sealed interface RepairTask {
    /// Finish a claim that has expired: exactly its range, under exactly its key.
    record TakeOver(Claim claim) implements RepairTask {}

    /// Fetch and archive ids, at most [Claim#MAX_TRADES] of them.
    record Fill(Symbol symbol, Coverage ids, Kind kind) implements RepairTask {}

    /// Fetch a large gap from the exchange's daily dumps, beginning with the day in which it begins. The
    /// plan goes on with REST where there are none.
    record FillByDump(Symbol symbol, TradeIdRange ids) implements RepairTask {}

    /// Remember that the exchange is ahead of the archive while the listener is at work elsewhere.
    record NoteAhead(Symbol symbol, long id) implements RepairTask {}

    /// Why ids are fetched.
    enum Kind {
        /// Missing below archived ones since the origin.
        GAP,
        /// Behind the last archived, and the listener does not seem to bring them.
        TAIL,
        /// Asked for by an ad-hoc backfill.
        ASKED,
    }
}
