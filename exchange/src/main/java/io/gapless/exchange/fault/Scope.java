package io.gapless.exchange.fault;

import java.util.Optional;
import java.util.OptionalInt;

/// Whom a stream fault hits.
///
/// @param symbol one symbol, or all
/// @param connection one stream connection by its number (the first one accepted is 1), or all. On all connections the same ids are hit, so that the
///     union of two connections lacks them too.
public record Scope(Optional<String> symbol, OptionalInt connection) {

    /// Every symbol on every connection.
    public static final Scope ALL = new Scope(Optional.empty(), OptionalInt.empty());

    public static Scope symbol(String symbol) {
        return new Scope(Optional.of(symbol), OptionalInt.empty());
    }

    public static Scope connection(int number) {
        return new Scope(Optional.empty(), OptionalInt.of(number));
    }

    /// Whether it hits this symbol on this connection.
    public boolean covers(String aSymbol, int aConnection) {
        return symbol.map(aSymbol::equals).orElse(true)
                && connection.orElse(aConnection) == aConnection;
    }

    /// Whether it hits this connection at all.
    public boolean covers(int aConnection) {
        return connection.orElse(aConnection) == aConnection;
    }
}
