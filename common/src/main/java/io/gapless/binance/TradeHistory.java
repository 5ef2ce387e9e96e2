package io.gapless.binance;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the exchange can tell about past trades and about its symbols.
///
/// Nothing that the exchange says, refuses or fails to say is thrown: it comes back as a [Reply].
/// The methods without a body are one request each, of the weight named in [RequestWeight]; the
/// others are made of those, so that a budget around the former governs the latter.
///
/// Programs use it as [BudgetedHistory], which keeps to the exchange's limits and remembers bans.
/// Safe for use by many threads.
public interface TradeHistory {
    /// Most trades on a page. Binance answers a larger limit with this many rows and no error.
    int MAX_PAGE = 1_000;

    /// The trades of a symbol from an id on, ascending by id, with [io.gapless.trade.Source#REST],
    /// times in µs, and neither event time nor time of receipt.
    ///
    /// **The first row need not be the id asked for**, and the page need not be free of holes: an id
    /// past the newest gives no rows, an id older than what is served gives the oldest rows there
    /// are, and the exchange's database may lag behind its stream by seconds or minutes. Compare.
    ///
    /// @param fromId 0 or more
    /// @param limit most rows wanted, 1 to [#MAX_PAGE]
    Reply<TradeColumns> page(Symbol symbol, long fromId, int limit);

    /// Tells that [#page] will probably be asked for this soon, so that it may be on its way already
    /// while another page is. Without effect unless that brings something.
    default void expect(Symbol symbol, long fromId, int limit) {}

    /// The newest trades of a symbol, ascending by id; rows as in [#page]. None when it never traded.
    ///
    /// @param limit most rows wanted, 1 to [#MAX_PAGE]
    Reply<TradeColumns> newest(Symbol symbol, int limit);

    /// Aggregate trades whose time is `from` or later, oldest first. Only good for finding the way
    /// from a time to an id ([#firstIdAt]): their time is that of the first of their trades.
    ///
    /// @param limit most rows wanted, 1 to [#MAX_PAGE]
    Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit);

    /// First and last id of the past 24 hours, in one request. One unknown name refuses it all:
    /// [#lastIds] copes with that.
    ///
    /// @param exchangeNames such as `BTCUSDT`; none means every symbol
    Reply<LastIds> tickers(Set<String> exchangeNames);

    /// Symbols, their statuses and the request limit, in one request. One unknown name refuses it
    /// all: [#symbols] copes with that.
    ///
    /// @param exchangeNames such as `BTCUSDT`; none means every symbol
    Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames);

    /// The exchange's clock, to the millisecond.
    Reply<Instant> time();

    /// First and last id of the past 24 hours of those of the named symbols that the exchange still
    /// knows. Delisted symbols are missing from the answer and do not spoil it for the others.
    ///
    /// @param exchangeNames such as `BTCUSDT`; none means every symbol
    default Reply<LastIds> lastIds(Set<String> exchangeNames) {
        Reply<LastIds> named = tickers(exchangeNames);
        return named.isUnknownSymbol() && !exchangeNames.isEmpty()
                ? tickers(Set.of()).map(all -> all.only(exchangeNames))
                : named;
    }

    /// Those of the named symbols that the exchange knows. What is missing from the answer is wrong,
    /// all of it at once: [ExchangeInfo#unknown].
    ///
    /// Where any name is wrong the full list decides, which holds no symbols that are open to certain
    /// trading groups only.
    ///
    /// @param exchangeNames such as `BTCUSDT`; none means every symbol
    default Reply<ExchangeInfo> symbols(Set<String> exchangeNames) {
        Reply<ExchangeInfo> named = exchangeInfo(exchangeNames);
        return named.isUnknownSymbol() && !exchangeNames.isEmpty()
                ? exchangeInfo(Set.of()).map(all -> all.only(exchangeNames))
                : named;
    }

    /// The lowest id of a trade that happened at `time` or later, as far as the exchange still
    /// serves it; empty when there is none yet. Takes one light request and one or more pages.
    default Reply<Optional<Long>> firstIdAt(Symbol symbol, Instant time) {
        return new IdSearch(this, symbol, time).firstId();
    }
}
