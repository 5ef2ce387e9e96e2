package io.gapless.listener.start;

import io.gapless.archive.Checkpoint;
import io.gapless.binance.ExchangeInfo;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the symbols that a selection means.
final class SelectedSymbols {
    /// Characters of unusable names that are told.
    private static final int MAX_NAMED = 400;

    private final SymbolSelection selection;

    SelectedSymbols(SymbolSelection selection) {
        this.selection = selection;
    }

    boolean dependOnTheExchange() {
        return !selection.quotes().isEmpty();
    }

    /// Those known before the exchange has told anything: with quote currencies, what was followed so
    /// far too.
    List<Symbol> before(Collection<Checkpoint> stored) {
        Map<String, Symbol> byName = named();
        if (dependOnTheExchange()) {
            followed(stored).forEach(byName::putIfAbsent);
        }
        return List.copyOf(byName.values());
    }

    /// The named ones, and every pair of the quote currencies that trades, or was followed before and
    /// is listed still: a halt is not the end. A pair in a newer id space is followed in that.
    List<Symbol> after(ExchangeInfo listed, Collection<Checkpoint> stored) {
        Map<String, Symbol> byName = named();
        Map<String, Symbol> followed = followed(stored);
        for (String quote : new TreeSet<>(selection.quotes())) {
            for (String pair : listed.pairsOf(quote)) {
                Symbol known = followed.get(pair);
                if (known != null) {
                    byName.putIfAbsent(pair, known);
                } else if (listed.isTrading(pair) && Symbol.isName(pair)) {
                    byName.putIfAbsent(pair, new Symbol(pair, 1));
                }
            }
        }
        return List.copyOf(byName.values());
    }

    /// Tells of pairs whose names cannot be part of a key, if there are any. They must not keep the
    /// others from being followed.
    Optional<Notice> unusable(ExchangeInfo listed) {
        List<String> names =
                selection.quotes().stream()
                        .flatMap(quote -> listed.pairsOf(quote).stream())
                        .filter(pair -> listed.isTrading(pair) && !Symbol.isName(pair))
                        .sorted()
                        .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Notice(
                                Notice.Kind.UNUSABLE_NAME,
                                Optional.empty(),
                                "Not followed, because such a name cannot be part of a key: "
                                        + Excerpt.of(String.join(", ", names), MAX_NAMED)));
    }

    private Map<String, Symbol> named() {
        Map<String, Symbol> byName = new TreeMap<>();
        selection.named().forEach(symbol -> byName.put(symbol.exchangeName(), symbol));
        return byName;
    }

    private static Map<String, Symbol> followed(Collection<Checkpoint> stored) {
        Map<String, Symbol> byName = new TreeMap<>();
        for (Checkpoint checkpoint : stored) {
            if (checkpoint.wanted().isFollowed()) {
                byName.put(checkpoint.symbol().exchangeName(), checkpoint.symbol());
            }
        }
        return byName;
    }
}
