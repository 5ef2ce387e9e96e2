package io.gapless.binance;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The symbols that the exchange lists, and its request limit.
///
/// @param statusBySymbol `TRADING`, `HALT`, `BREAK`, `END_OF_DAY`, `CANCEL_ONLY` or what else Binance may
///     invent, by the exchange's name
/// @param weightPerMinute the limit of `REQUEST_WEIGHT` per minute and address, if it was told
public record ExchangeInfo(Map<String, String> statusBySymbol, Optional<Integer> weightPerMinute) {
    public ExchangeInfo {
        statusBySymbol = Map.copyOf(statusBySymbol);
    }

    public Optional<String> status(String exchangeName) {
        return Optional.ofNullable(statusBySymbol.get(exchangeName));
    }

    /// Those of the names that the exchange does not list, sorted.
    public List<String> unknown(Collection<String> exchangeNames) {
        return exchangeNames.stream()
                .filter(name -> !statusBySymbol.containsKey(name))
                .distinct()
                .sorted()
                .toList();
    }

    /// Those of the named symbols that are here.
    public ExchangeInfo only(Collection<String> exchangeNames) {
        Map<String, String> some = new HashMap<>(statusBySymbol);
        some.keySet().retainAll(exchangeNames);
        return new ExchangeInfo(some, weightPerMinute);
    }
}
