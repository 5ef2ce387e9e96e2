package io.gapless.simulation;

import io.gapless.binance.AggregateTrade;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.LastIds;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A history that is another one, but for what is overridden.
class OtherHistory implements TradeHistory {
    private final TradeHistory other;

    OtherHistory(TradeHistory other) {
        this.other = other;
    }

    /// A reply, as it appears.
    <T> Reply<T> seen(Reply<T> reply) {
        return reply;
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        return seen(other.page(symbol, fromId, limit));
    }

    @Override
    public final Reply<TradeColumns> newest(Symbol symbol, int limit) {
        return seen(other.newest(symbol, limit));
    }

    @Override
    public final Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
        return seen(other.aggregates(symbol, from, limit));
    }

    @Override
    public final Reply<LastIds> tickers(Set<String> exchangeNames) {
        return seen(other.tickers(exchangeNames));
    }

    @Override
    public final Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
        return seen(other.exchangeInfo(exchangeNames));
    }

    @Override
    public final Reply<Instant> time() {
        return seen(other.time());
    }
}
