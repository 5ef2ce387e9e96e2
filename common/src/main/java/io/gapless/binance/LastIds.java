package io.gapless.binance;

import io.gapless.trade.TradeIdRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How far the exchange has counted, per symbol: the cheapest way to see which archives are behind.
///
/// @param bySymbol by the exchange's name; a symbol that is missing was not asked for or does not exist
public record LastIds(Map<String, Day> bySymbol) {
    /// A symbol's past 24 hours.
    ///
    /// @param ids first to last trade id; empty when nothing was traded, and then
    ///     [TradeHistory#newest] tells the last id
    /// @param count how many trades, as the exchange counts them
    public record Day(Optional<TradeIdRange> ids, long count) {}

    public LastIds {
        bySymbol = Map.copyOf(bySymbol);
    }

    public Optional<Day> day(String exchangeName) {
        return Optional.ofNullable(bySymbol.get(exchangeName));
    }

    /// The highest id so far, if the symbol traded in the past 24 hours.
    public Optional<Long> lastId(String exchangeName) {
        return day(exchangeName).flatMap(Day::ids).map(TradeIdRange::last);
    }

    /// Those of the named symbols that are here.
    public LastIds only(Collection<String> exchangeNames) {
        Map<String, Day> some = new HashMap<>(bySymbol);
        some.keySet().retainAll(exchangeNames);
        return new LastIds(some);
    }
}
