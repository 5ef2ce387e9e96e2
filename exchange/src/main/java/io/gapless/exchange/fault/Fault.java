package io.gapless.exchange.fault;

import io.gapless.exchange.tape.IdRange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/// Something that goes wrong on command. Durations are of the wall clock unless said otherwise. A fault lasts until it is cleared unless it
/// says how long or how often.
public sealed interface Fault {

    /// A fault of frames on the stream.
    sealed interface OfFrames extends Fault {
        Scope scope();
    }

    /// A fault of stream connections.
    sealed interface OfConnections extends Fault {}

    /// A fault of REST.
    sealed interface OfRest extends Fault {}

    /// A fault of the files published of past days.
    sealed interface OfDumps extends Fault {}

    /// Something that happens to the market itself; stream, REST and truth agree on it.
    sealed interface OfMarket extends Fault {}

    /// Each frame is left out with this probability; which ones is decided by seed, symbol and id.
    record DropFrames(Scope scope, double probability) implements OfFrames {
        public DropFrames {
            requireProbability(probability);
        }
    }

    /// The frames of these ids are left out.
    record DropIds(Scope scope, IdRange ids) implements OfFrames {}

    /// Each frame is sent twice with this probability.
    record DuplicateFrames(Scope scope, double probability) implements OfFrames {
        public DuplicateFrames {
            requireProbability(probability);
        }
    }

    /// Each frame is held back with this probability until `distance` later ones of its symbol have been sent.
    record ReorderFrames(Scope scope, double probability, int distance) implements OfFrames {
        public ReorderFrames {
            requireProbability(probability);
            requirePositive("distance", distance);
        }
    }

    /// The symbol's stream goes silent while REST goes on and other symbols flow.
    record Stall(Scope scope) implements OfFrames {}

    /// Sockets stay open and nothing is sent on them any more, no pings and no pongs either. What the client sends is read.
    record GoSilent(OptionalInt connection) implements OfConnections {}

    /// As if the peer's machine had vanished: nothing is sent, nothing is read, a close is not answered.
    record HalfOpen(OptionalInt connection) implements OfConnections {}

    /// How a connection ends.
    enum CutStyle {
        /// A close frame with the code, then the end of the connection.
        CLOSE,
        /// The connection ends without a close frame (a client sees 1006).
        FIN,
        /// The connection is reset.
        RST
    }

    /// Connections are cut now.
    record Cut(OptionalInt connection, CutStyle style, int code) implements OfConnections {}

    /// For so long, whoever opens a stream is reset before the handshake is answered.
    record RefuseConnections(Duration lasting) implements OfConnections {}

    /// Handshakes are answered only after this time.
    record SlowHandshake(Duration delay) implements OfConnections {}

    /// The next handshakes are answered with this HTTP status (451, 403, 429, 503) instead of an upgrade.
    record RefuseHandshakes(int status, int handshakes) implements OfConnections {
        public RefuseHandshakes {
            requirePositive("handshakes", handshakes);
        }
    }

    /// `serverShutdown` is sent, and the connections are closed after `cutAfter`.
    record ServerShutdown(OptionalInt connection, Duration cutAfter) implements OfConnections {}

    /// `historicalTrades` and `aggTrades` do not serve what is newer than this (market time), as a database that lags behind.
    record RestLag(Duration lag) implements OfRest {}

    /// How a page of trades is wrong.
    enum PageFlaw {
        /// It starts `rows` after the id asked for.
        LATE,
        /// It has only the first `rows` rows.
        SHORT,
        /// It is empty.
        EMPTY,
        /// It is the page served before for this symbol, whatever was asked for.
        REPEATED
    }

    /// The next pages of `historicalTrades` (of one symbol, or of any) are wrong.
    record FlawedPages(Optional<String> symbol, PageFlaw flaw, int rows, int pages)
            implements OfRest {
        public FlawedPages {
            requirePositive("pages", pages);
        }
    }

    /// The next REST calls are answered with this status, in the body Binance uses for it (429, 418, 403 as HTML, 451, 5xx). `retryAfter` is sent with 429 and 418.
    record RefuseCalls(int status, int calls, Duration retryAfter) implements OfRest {
        public RefuseCalls {
            requirePositive("calls", calls);
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status must be 400 to 599: " + status);
            }
        }
    }

    /// The next REST calls are held for this long and then answered with -1007.
    record TimeOutCalls(int calls, Duration hold) implements OfRest {
        public TimeOutCalls {
            requirePositive("calls", calls);
        }
    }

    /// Every reply of REST comes only after this time: a long way to the exchange.
    record RestDelay(Duration delay) implements OfRest {}

    /// All callers are banned for this long: 418 with a `Retry-After` that counts down.
    record Ban(Duration lasting) implements OfRest {}

    /// Files are published so much later than at midnight, market time.
    record LateDumps(Duration by) implements OfDumps {}

    /// The next transfers of zips end after so many bytes.
    record CutDumps(int transfers, int bytes) implements OfDumps {
        public CutDumps {
            requirePositive("transfers", transfers);
        }
    }

    /// How a published file is wrong. `rows` says of how many rows, where it matters; which ones is decided by symbol and date.
    enum DumpFlaw {
        /// The last rows are missing.
        SHORT,
        /// Rows are missing somewhere.
        HOLE,
        /// Rows are there twice, one behind the other.
        DUPLICATE,
        /// The rows are in any order.
        UNSORTED,
        /// Rows have another price than the trades had.
        CONFLICT,
        /// The columns are named in the first line.
        HEADER,
        /// The checksum is that of another file.
        WRONG_CHECKSUM,
        /// It is not there (yet): it comes when it is `rewritten`.
        LATE
    }

    /// The files of a symbol (or of any) and a date (or of any) are wrong. `rewrittenAfter` their publication, market time, good ones replace them.
    record FlawedDump(
            Optional<String> symbol,
            Optional<LocalDate> date,
            DumpFlaw flaw,
            int rows,
            Optional<Duration> rewrittenAfter)
            implements OfDumps {
        public FlawedDump {
            requirePositive("rows", rows);
        }
    }

    /// These ids are never issued: neither stream nor REST nor truth has them. Meant for ids still to come. Not undone by clearing.
    record NeverIssue(String symbol, IdRange ids) implements OfMarket {}

    /// REST steps over these ids: only the stream ever had them.
    record HideFromRest(String symbol, IdRange ids) implements OfMarket {}

    /// REST serves nothing below `belowId` any more and starts silently at it.
    record WithdrawHistory(String symbol, long belowId) implements OfMarket {}

    /// Trading stops with status HALT, for one symbol or all; clearing lets it go on.
    record Halt(Optional<String> symbol) implements OfMarket {}

    /// Trading stops with status BREAK; history is still served.
    record Delist(String symbol) implements OfMarket {}

    /// The exchange does not know the symbol any more: gone from `exchangeInfo`, -1121 everywhere.
    record Remove(String symbol) implements OfMarket {}

    /// The next trade has the id `firstId` and starts a new id space; the old history is gone. Not undone by clearing.
    record RestartIds(String symbol, long firstId) implements OfMarket {}

    /// So many more trades, spread over `within` of market time from now on. Not undone by clearing.
    record Burst(String symbol, int trades, Duration within) implements OfMarket {
        public Burst {
            requirePositive("trades", trades);
        }
    }

    /// The exchange's clock jumps, forward or back: `serverTime`, and the times of all later trades. Not undone by clearing.
    record JumpClock(Duration by) implements OfMarket {}

    private static void requireProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be 0 to 1: " + probability);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }
}
