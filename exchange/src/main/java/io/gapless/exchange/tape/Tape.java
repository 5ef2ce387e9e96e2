package io.gapless.exchange.tape;

import java.util.OptionalLong;
import java.util.Set;

/// The trades of a whole market, as a function of the exchange's clock. A tape is a description; [#begin] makes the state of one symbol.
public interface Tape {

    /// The symbols traded, uppercase, in the order in which the exchange lists them.
    Set<String> symbols();

    /// The first instant of the exchange's clock that this tape wants, in µs since the epoch: a recording's own first
    /// moment. Empty where any start will do.
    OptionalLong naturalStartMicros();

    /// Opens one symbol for an exchange whose clock starts at `startMicros`.
    ///
    /// @throws IllegalArgumentException for a symbol that is not of [#symbols]
    SymbolTape begin(String symbol, long startMicros);
}
