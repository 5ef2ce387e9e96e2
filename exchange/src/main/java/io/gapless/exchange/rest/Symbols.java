package io.gapless.exchange.rest;

import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import java.util.List;
import java.util.Optional;

/// Finds the symbols a call names, with Binance's refusals for those that are not there.
final class Symbols {

    private Symbols() {}

    /// The parameter `symbolStatus`.
    static Optional<SymbolMarket.Status> status(Parameters parameters) {
        return parameters
                .text("symbolStatus")
                .map(name ->
                        switch (name) {
                            case "TRADING" -> SymbolMarket.Status.TRADING;
                            case "HALT" -> SymbolMarket.Status.HALT;
                            case "BREAK" -> SymbolMarket.Status.BREAK;
                            default -> throw ApiError.badRequest(-1122, "Invalid symbolStatus.");
                        });
    }

    static SymbolMarket one(Market market, String name, Optional<SymbolMarket.Status> wanted) {
        SymbolMarket symbol = market.listed(name).orElseThrow(ApiError::invalidSymbol);
        if (wanted.isPresent() && symbol.status() != wanted.get()) {
            throw ApiError.badRequest(
                    -1220,
                    "The symbol's status does not match the requested symbolStatus %s."
                            .formatted(wanted.get()));
        }
        return symbol;
    }

    /// Those named, each of which must be there, or all listed ones of the status.
    static List<SymbolMarket> several(
            Market market, Optional<List<String>> names, Optional<SymbolMarket.Status> wanted) {
        if (names.isPresent()) {
            return names.get().stream().map(name -> one(market, name, wanted)).toList();
        }
        return market.symbols().stream()
                .filter(SymbolMarket::listed)
                .filter(symbol -> wanted.map(status -> symbol.status() == status).orElse(true))
                .toList();
    }
}
