package io.gapless.exchange.market;

import io.gapless.exchange.tape.IdRange;
import io.gapless.exchange.tape.Tape;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// All symbols of the exchange on one clock. Not thread-safe, owned by the exchange's one thread.
public final class Market {

    private final MarketClock clock;
    private final Map<String, SymbolMarket> symbols = new LinkedHashMap<>();

    public Market(Tape tape, MarketClock clock, long startMicros) {
        this.clock = clock;
        for (String symbol : tape.symbols()) {
            symbols.put(symbol, new SymbolMarket(symbol, tape.begin(symbol, startMicros), clock));
        }
    }

    public MarketClock clock() {
        return clock;
    }

    /// All symbols ever listed, delisted ones included.
    public Collection<SymbolMarket> symbols() {
        return Collections.unmodifiableCollection(symbols.values());
    }

    /// A symbol that the exchange lists.
    public Optional<SymbolMarket> listed(String symbol) {
        return Optional.ofNullable(symbols.get(symbol)).filter(SymbolMarket::listed);
    }

    /// A symbol the exchange has or had.
    ///
    /// @throws NoSuchElementException when it never had it
    public SymbolMarket symbol(String symbol) {
        SymbolMarket market = symbols.get(symbol);
        if (market == null) {
            throw new NoSuchElementException(
                    "the exchange has no symbol " + symbol + ", only " + symbols.keySet());
        }
        return market;
    }

    public void neverIssue(String symbol, IdRange ids) {
        symbol(symbol).neverIssue(ids);
    }

    public void hideFromRest(String symbol, IdRange ids) {
        symbol(symbol).hideFromRest(ids);
    }

    public void withdrawHistory(String symbol, long belowId) {
        symbol(symbol).withdrawHistory(belowId);
    }

    public void restartIds(String symbol, long firstId) {
        symbol(symbol).restartIds(firstId);
    }

    /// Opens a burst now.
    ///
    /// @throws UnsupportedOperationException when the tape is a recording
    public void burst(String symbol, int trades, Duration within) {
        symbol(symbol).burst(trades, within);
    }

    /// Stops trading of one symbol or of all.
    public void halt(Optional<String> symbol) {
        chosen(symbol).forEach(market -> market.stop(SymbolMarket.Status.HALT));
    }

    public void delist(String symbol) {
        symbol(symbol).stop(SymbolMarket.Status.BREAK);
    }

    public void remove(String symbol) {
        symbol(symbol).remove();
    }

    /// The exchange's clock and everything traded from now on is shown so much later, or earlier.
    public void jumpClock(Duration by) {
        long micros = by.toNanos() / 1_000;
        symbols.values().forEach(market -> market.jump(micros));
        clock.jump(micros);
    }

    /// Undoes what can be undone for all symbols: trading goes on, history is served again.
    public void restore() {
        symbols.values().forEach(SymbolMarket::restore);
    }

    private List<SymbolMarket> chosen(Optional<String> symbol) {
        return symbol.map(name -> List.of(symbol(name)))
                .orElseGet(() -> List.copyOf(symbols.values()));
    }
}
