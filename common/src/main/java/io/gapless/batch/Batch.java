package io.gapless.batch;

import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The content of one object: trades of one symbol whose ids are consecutive and whose trade times
/// lie on one UTC date.
///
/// A batch cannot hold a hole, a double or a trade of another day. It owns its columns: nobody
/// changes them afterwards.
public final class Batch {
    /// Most trades in one object: 50 REST pages, so that writing it again fits one run of the repair.
    public static final int MAX_TRADES = 50_000;

    private final Symbol symbol;
    private final TradeColumns trades;
    private final long firstTime;
    private final long lastTime;

    /// @param trades at least one row and at most [#MAX_TRADES], ids ascending by one, all of one
    ///     UTC date
    /// @throws IllegalArgumentException naming the row that breaks this
    public Batch(Symbol symbol, TradeColumns trades) {
        if (trades.isEmpty()) {
            throw new IllegalArgumentException("a batch of " + symbol + " without trades");
        }
        if (trades.size() > MAX_TRADES) {
            throw new IllegalArgumentException(
                    "a batch of %s with %d trades, more than %d"
                            .formatted(symbol, trades.size(), MAX_TRADES));
        }
        long earliest = trades.time(0);
        long latest = earliest;
        for (int row = 1; row < trades.size(); row++) {
            if (trades.id(row) != trades.id(row - 1) + 1) {
                throw new IllegalArgumentException(
                        "a batch of %s holds trade %d behind %d"
                                .formatted(symbol, trades.id(row), trades.id(row - 1)));
            }
            earliest = Math.min(earliest, trades.time(row));
            latest = Math.max(latest, trades.time(row));
        }
        if (trades.id(0) < 0 || earliest < Trade.EARLIEST_TIME || latest >= Trade.LATEST_TIME) {
            throw new IllegalArgumentException(
                    "a batch of %s from trade %d on, of %d to %d µs: no trade is like that"
                            .formatted(symbol, trades.id(0), earliest, latest));
        }
        if (Trade.epochDay(earliest) != Trade.epochDay(latest)) {
            throw new IllegalArgumentException(
                    "a batch of %s spans %s and %s"
                            .formatted(symbol, Trade.dateOf(earliest), Trade.dateOf(latest)));
        }
        this.symbol = symbol;
        this.trades = trades;
        this.firstTime = earliest;
        this.lastTime = latest;
    }

    /// Cuts consecutive trades into batches: a new one wherever the UTC date changes, and wherever
    /// `maxTrades` is reached. Trade times need not ascend, so a date can come twice.
    ///
    /// @param run ids ascending by one
    /// @param maxTrades 1 to [#MAX_TRADES]
    public static List<Batch> cut(Symbol symbol, TradeColumns run, int maxTrades) {
        if (maxTrades < 1 || maxTrades > MAX_TRADES) {
            throw new IllegalArgumentException(
                    "batches of %d trades: expected 1 to %d".formatted(maxTrades, MAX_TRADES));
        }
        List<Batch> batches = new ArrayList<>();
        int start = 0;
        for (int row = 1; row <= run.size(); row++) {
            boolean full = row - start == maxTrades;
            if (row == run.size()
                    || full
                    || Trade.epochDay(run.time(row)) != Trade.epochDay(run.time(start))) {
                boolean whole = start == 0 && row == run.size();
                batches.add(new Batch(symbol, whole ? run : run.slice(start, row)));
                start = row;
            }
        }
        return batches;
    }

    public Symbol symbol() {
        return symbol;
    }

    public LocalDate date() {
        return Trade.dateOf(firstTime);
    }

    public TradeIdRange range() {
        return new TradeIdRange(trades.id(0), trades.id(trades.size() - 1));
    }

    public int size() {
        return trades.size();
    }

    public TradeColumns trades() {
        return trades;
    }

    /// Earliest trade time, µs.
    public long firstTime() {
        return firstTime;
    }

    /// Latest trade time, µs.
    public long lastTime() {
        return lastTime;
    }

    /// Where the rows came from, if all from one place; the first row's source otherwise.
    public Source source() {
        return trades.source(0);
    }

    /// The key that a claim for this batch carries.
    public BatchKey key() {
        return new BatchKey(symbol, firstTime, lastTime, range());
    }
}
