package io.gapless.trade;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which symbols are to be followed: those that are named, and all pairs that are traded for a named
/// currency. At least one of either.
///
/// @param named no two of the same name at the exchange
/// @param quotes quote currencies, such as `USDT`; which pairs those are, the exchange tells at each
///     start
public record SymbolSelection(List<Symbol> named, Set<String> quotes) {
    /// Before a quote currency: `*USDT`.
    public static final String ALL = "*";

    public SymbolSelection {
        named = List.copyOf(named);
        quotes = Set.copyOf(new TreeSet<>(quotes));
        if (named.isEmpty() && quotes.isEmpty()) {
            throw new IllegalArgumentException("no symbol to listen to");
        }
        Set<String> names = new HashSet<>();
        for (Symbol symbol : named) {
            if (!names.add(symbol.exchangeName())) {
                throw new IllegalArgumentException(
                        "%s is named twice, as two id spaces of one symbol: name the newest only"
                                .formatted(symbol.exchangeName()));
            }
        }
    }

    public static SymbolSelection of(List<Symbol> named) {
        return new SymbolSelection(named, Set.of());
    }

    /// Reads what users write, such as `BTCUSDT,ETHUSDT` or `*USDT,BTCEUR`. Doubles and blanks do not
    /// matter.
    ///
    /// @throws IllegalArgumentException with a line for each wrong part
    public static SymbolSelection parse(String text) {
        List<Symbol> named = new ArrayList<>();
        Set<String> quotes = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String word = part.strip();
            try {
                if (word.startsWith(ALL)) {
                    // A currency's name has the form of a symbol's.
                    quotes.add(new Symbol(word.substring(ALL.length()), 1).exchangeName());
                } else if (!word.isEmpty() && !named.contains(Symbol.of(word))) {
                    named.add(Symbol.of(word));
                }
            } catch (IllegalArgumentException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", wrong));
        }
        return new SymbolSelection(named, quotes);
    }

    @Override
    public String toString() {
        return Stream.concat(
                        named.stream().map(Symbol::toString),
                        quotes.stream().sorted().map(quote -> ALL + quote))
                .collect(Collectors.joining(","));
    }
}
