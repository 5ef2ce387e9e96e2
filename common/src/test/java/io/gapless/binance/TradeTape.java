package io.gapless.binance;

import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What really was, or will be, traded, and which of it the exchange's history serves.
///
/// The whole tape is written beforehand; a trade happens when the clock passes its time. An id that
/// is not on the tape was never issued. Not safe for use by several threads at once.
public final class TradeTape {
    private final Map<String, Listed> symbols = new TreeMap<>();
    private Duration lag = Duration.ZERO;

    /// Lists a symbol, with or without trades. `TRADING`, until [#status] says otherwise.
    public TradeTape list(String exchangeName) {
        symbols.putIfAbsent(exchangeName, new Listed());
        return this;
    }

    /// Appends a trade; ids ascend.
    public TradeTape add(String exchangeName, Trade trade) {
        list(exchangeName);
        listed(exchangeName).add(trade);
        return this;
    }

    public TradeTape addAll(String exchangeName, Collection<Trade> trades) {
        list(exchangeName);
        trades.forEach(trade -> add(exchangeName, trade));
        return this;
    }

    /// The exchange forgets the symbol, as it does some time after a delisting.
    public TradeTape delist(String exchangeName) {
        symbols.remove(exchangeName);
        return this;
    }

    /// The symbol is listed but its ids start again, as on a wiped testnet.
    public TradeTape wipe(String exchangeName) {
        symbols.put(exchangeName, new Listed());
        return this;
    }

    public TradeTape status(String exchangeName, String status) {
        listed(exchangeName).status = status;
        return this;
    }

    /// How far the exchange's database is behind what it tells by stream and by ticker.
    public TradeTape lag(Duration behind) {
        lag = behind;
        return this;
    }

    /// From now on history serves nothing below an id.
    public TradeTape withdrawBelow(String exchangeName, long id) {
        listed(exchangeName).oldestServed = id;
        return this;
    }

    /// History steps over these ids, although they were traded.
    public TradeTape stepOver(String exchangeName, TradeIdRange ids) {
        listed(exchangeName).hidden = listed(exchangeName).hidden.plus(ids);
        return this;
    }

    /// History serves again what it stepped over.
    public TradeTape showAll(String exchangeName) {
        listed(exchangeName).hidden = Coverage.EMPTY;
        return this;
    }

    Duration lag() {
        return lag;
    }

    long oldestServed(String exchangeName) {
        return listed(exchangeName).oldestServed;
    }

    Coverage hidden(String exchangeName) {
        return listed(exchangeName).hidden;
    }

    Set<String> names() {
        return symbols.keySet();
    }

    boolean lists(String exchangeName) {
        return symbols.containsKey(exchangeName);
    }

    /// What the symbol is traded for: in this market all names end with three letters of it, or with
    /// `USDT`.
    String quote(String exchangeName) {
        return exchangeName.endsWith("USDT")
                ? "USDT"
                : exchangeName.substring(Math.max(0, exchangeName.length() - 3));
    }

    String status(String exchangeName) {
        return listed(exchangeName).status;
    }

    /// Every trade that has happened by now, whether history serves it or not.
    public TradeColumns happened(String exchangeName, Instant now) {
        Listed listed = listed(exchangeName);
        return listed.trades.slice(0, listed.happened(Trade.micros(now)));
    }

    /// How many of the symbol's rows happened before or at a time.
    int rowsUntil(String exchangeName, Instant time) {
        return listed(exchangeName).happened(Trade.micros(time));
    }

    TradeColumns trades(String exchangeName) {
        return listed(exchangeName).trades;
    }

    /// What history serves now: rows from an id on, at most so many.
    TradeColumns served(String exchangeName, long fromId, int limit, Instant now, Duration more) {
        Listed listed = listed(exchangeName);
        int end = listed.happened(Trade.micros(now.minus(lag).minus(more)));
        int first = listed.rowOf(Math.max(fromId, listed.oldestServed));
        TradeColumns rows = new TradeColumns(Math.clamp(end - first, 1, limit));
        for (int row = first; row < end && rows.size() < limit; row++) {
            if (!listed.hidden.contains(listed.trades.id(row))) {
                rows.addAll(listed.trades, row, row + 1);
            }
        }
        return rows;
    }

    /// The highest id that history serves now, or -1.
    long newestServed(String exchangeName, Instant now) {
        Listed listed = listed(exchangeName);
        int end = listed.happened(Trade.micros(now.minus(lag)));
        return end == 0 ? -1 : listed.trades.id(end - 1);
    }

    private Listed listed(String exchangeName) {
        Listed listed = symbols.get(exchangeName);
        if (listed == null) {
            throw new IllegalArgumentException(exchangeName + " is not on the tape");
        }
        return listed;
    }

    private static final class Listed {
        final TradeColumns trades = new TradeColumns(16);
        private long[] latestTimes = new long[16];
        String status = "TRADING";
        Coverage hidden = Coverage.EMPTY;
        long oldestServed;

        void add(Trade trade) {
            int row = trades.size();
            if (row > 0 && trade.id() <= trades.id(row - 1)) {
                throw new IllegalArgumentException(
                        "id " + trade.id() + " after " + trades.id(row - 1));
            }
            if (row == latestTimes.length) {
                latestTimes = Arrays.copyOf(latestTimes, 2 * row);
            }
            // A trade is not seen before those with lower ids, even where its time is earlier.
            latestTimes[row] =
                    row == 0 ? trade.time() : Math.max(latestTimes[row - 1], trade.time());
            trades.add(trade);
        }

        int happened(long until) {
            int low = 0;
            int high = trades.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (latestTimes[middle] <= until) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        int rowOf(long id) {
            int low = 0;
            int high = trades.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (trades.id(middle) < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
