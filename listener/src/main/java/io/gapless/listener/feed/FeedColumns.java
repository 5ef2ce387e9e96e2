package io.gapless.listener.feed;

import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.Arrays;

/// Trades of many symbols as one connection delivered them, column by column, in the order of
/// arrival.
///
/// It says nothing about order of ids, holes or duplicates: merging the connections by id is the
/// ingest core's work. Not safe for use by several threads at once.
public final class FeedColumns {
    /// Heap held per trade, in bytes.
    public static final int BYTES_PER_TRADE = TradeColumns.BYTES_PER_TRADE + Integer.BYTES;

    private final int connection;
    private final TradeColumns trades;
    private int[] symbols;

    /// @param connection number of the connection that delivers these rows; a number is never used
    ///     twice within one process
    /// @param capacity how many trades fit before it grows, at least 1
    public FeedColumns(int connection, int capacity) {
        this.connection = connection;
        trades = new TradeColumns(capacity);
        symbols = new int[capacity];
    }

    /// Appends a trade of the symbol with this index in the feed's list of symbols.
    public void add(int symbol, Trade trade) {
        trades.add(trade);
        addSymbol(symbol);
    }

    void add(int symbol, DecodedTrade trade, long receivedAt) {
        trade.addTo(trades, receivedAt);
        addSymbol(symbol);
    }

    /// The number of the connection that delivered every row here.
    public int connection() {
        return connection;
    }

    /// The rows; row `i` is of the symbol [#symbol].
    public TradeColumns trades() {
        return trades;
    }

    /// Index into the feed's list of symbols of a row.
    public int symbol(int row) {
        return symbols[row];
    }

    public int size() {
        return trades.size();
    }

    public boolean isEmpty() {
        return trades.isEmpty();
    }

    /// Forgets all rows and keeps the memory.
    public void clear() {
        trades.clear();
    }

    /// Heap that the columns take, used or not, in bytes.
    public long heldBytes() {
        return trades.heldBytes() + (long) symbols.length * Integer.BYTES;
    }

    private void addSymbol(int symbol) {
        int row = trades.size() - 1;
        if (row >= symbols.length) {
            symbols = Arrays.copyOf(symbols, symbols.length + (symbols.length >> 1) + 1);
        }
        symbols[row] = symbol;
    }
}
