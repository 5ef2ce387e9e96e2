package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.LargeObjects;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/// What sealing needs of the world.
///
/// @param drafts where objects are written before they are published
/// @param newest asked for days after which nothing was traded
/// @param dumps [DumpHistory#NONE] compares with none
/// @param fetchers fetch parts ahead; `Runnable::run` fetches one after the other
public record SealPorts(
        Archive archive,
        LargeObjects objects,
        Checkpoints checkpoints,
        Drafts drafts,
        NewestId newest,
        DumpHistory dumps,
        InstantSource clock,
        Executor fetchers) {
    /// The exchange's newest trade of a symbol.
    @FunctionalInterface
    public interface NewestId {
        /// Nobody to ask: days after which nothing was traded stay open.
        NewestId UNKNOWN = _ -> OptionalLong.empty();

        /// Its id; empty when the exchange does not answer, or knows none.
        OptionalLong of(Symbol symbol);

        /// As the exchange's history tells it.
        static NewestId of(TradeHistory history) {
            return symbol ->
                    history.newest(symbol, 1) instanceof Reply.Answered<TradeColumns>(var rows)
                                    && !rows.isEmpty()
                            ? OptionalLong.of(rows.id(rows.size() - 1))
                            : OptionalLong.empty();
        }
    }
}
