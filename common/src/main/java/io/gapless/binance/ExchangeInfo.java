package io.gapless.binance;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The symbols that the exchange lists, and its request limit.
///
/// @param listings by the exchange's name of the symbol
/// @param weightPerMinute the limit of `REQUEST_WEIGHT` per minute and address, if it was told
public record ExchangeInfo(Map<String, Listing> listings, Optional<Integer> weightPerMinute) {
    private static final String TRADING = "TRADING";

    /// What the exchange tells of a symbol.
    ///
    /// @param status `TRADING`, `HALT`, `BREAK`, `END_OF_DAY`, `CANCEL_ONLY` or what else Binance may
    ///     invent
    /// @param quote the currency it is traded for, such as `USDT`; empty if that was not told
    public record Listing(String status, String quote) {}

    public ExchangeInfo {
        listings = Map.copyOf(listings);
    }

    public Optional<String> status(String exchangeName) {
        return Optional.ofNullable(listings.get(exchangeName)).map(Listing::status);
    }

    public boolean isTrading(String exchangeName) {
        return status(exchangeName).filter(TRADING::equals).isPresent();
    }

    /// Names of all symbols that are traded for a currency, or were, sorted.
    public List<String> pairsOf(String quote) {
        return listings.entrySet().stream()
                .filter(entry -> entry.getValue().quote().equals(quote))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// Those of the names that the exchange does not list, sorted.
    public List<String> unknown(Collection<String> exchangeNames) {
        return exchangeNames.stream()
                .filter(name -> !listings.containsKey(name))
                .distinct()
                .sorted()
                .toList();
    }

    /// Those of the named symbols that are here.
    public ExchangeInfo only(Collection<String> exchangeNames) {
        Map<String, Listing> some = new HashMap<>(listings);
        some.keySet().retainAll(exchangeNames);
        return new ExchangeInfo(some, weightPerMinute);
    }
}
