package io.gapless.backfill.repair;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a repair did, and what it left.
///
/// @param ending why it ended
/// @param sentence for people: what it waits for, if anything
/// @param goesOnAt when it makes sense to try again, if something is left
/// @param symbols every symbol with something done or left
public record RepairReport(
        Instant startedAt,
        Instant endedAt,
        Ending ending,
        String sentence,
        Optional<Instant> goesOnAt,
        List<SymbolReport> symbols) {
    /// Why a repair ended.
    public enum Ending {
        /// Nothing is left that can be done now.
        DONE,
        /// Its time was up.
        OUT_OF_TIME,
        /// The exchange told this caller to stay away.
        BANNED,
        /// The exchange, or a store, did not answer.
        UNAVAILABLE,
    }

    /// One symbol's part.
    ///
    /// @param filled trades archived from the exchange's history
    /// @param takenOver trades of claims that were finished for somebody else
    /// @param fromDumps how many of both came from daily dumps
    /// @param objects objects written
    /// @param left ids wanted and not settled at the end, the first [#MAX_RANGES] ranges
    /// @param leftTrades how many ids that are in all
    /// @param absent ids recorded as never having existed, in this run
    /// @param evidence keys of the objects that show it
    /// @param notes what could not be done, and why
    /// @param conflictCount rows of dumps that contradict archived ones
    /// @param conflicts the first [#MAX_RANGES] of them
    public record SymbolReport(
            Symbol symbol,
            long filled,
            long takenOver,
            long fromDumps,
            int objects,
            List<TradeIdRange> left,
            long leftTrades,
            List<TradeIdRange> absent,
            List<String> evidence,
            List<String> notes,
            long conflictCount,
            List<Conflict> conflicts) {
        /// Ranges listed per symbol.
        public static final int MAX_RANGES = 20;

        /// Notes kept per symbol.
        public static final int MAX_NOTES = 20;
    }

    public RepairReport {
        symbols = List.copyOf(symbols);
    }

    /// Trades archived in all.
    public long filled() {
        return symbols.stream().mapToLong(s -> s.filled() + s.takenOver()).sum();
    }

    /// Trades of these that came from daily dumps.
    public long fromDumps() {
        return symbols.stream().mapToLong(SymbolReport::fromDumps).sum();
    }

    /// Rows of dumps that contradict archived ones, in all.
    public long conflicts() {
        return symbols.stream().mapToLong(SymbolReport::conflictCount).sum();
    }

    /// Ids left in all.
    public long left() {
        return symbols.stream().mapToLong(SymbolReport::leftTrades).sum();
    }
}
