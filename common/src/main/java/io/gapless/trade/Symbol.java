package io.gapless.trade;

import java.util.Locale;
import java.util.regex.Pattern;

/// A spot symbol as the archive names it: the exchange's name, and which of its id spaces.
///
/// Binance symbols may hold letters beyond ASCII (announced 2025-12-02), so the name is not held to
/// `[A-Z0-9]`; it must only be harmless as part of an object key and of a file name on any system:
/// letters, digits, `_`, `-` and `.` inside, at most [#MAX_LENGTH] characters.
///
/// Trade ids of a symbol are consecutive as long as the exchange keeps counting. When a symbol's ids
/// start again (a wiped testnet, a relisting), the new ids are archived under `NAME@2`, the next time
/// under `NAME@3`.
///
/// @param exchangeName what Binance calls it, upper case, such as `BTCUSDT`
/// @param idSpace 1 for the first id space, 2 after the first restart, at most 99
public record Symbol(String exchangeName, int idSpace) implements Comparable<Symbol> {
    /// Longest accepted name in characters; the longest known spot symbol has 14.
    public static final int MAX_LENGTH = 32;

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}])?");
    private static final Pattern ID_SPACE = Pattern.compile("[2-9]|[1-9][0-9]");

    public Symbol {
        if (exchangeName.length() > MAX_LENGTH || !NAME.matcher(exchangeName).matches()) {
            throw new IllegalArgumentException(
                    quoted(exchangeName) + " is not a symbol: expected something like BTCUSDT");
        }
        if (!exchangeName.equals(exchangeName.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    quoted(exchangeName) + " is not a symbol: Binance's symbols are upper case");
        }
        if (idSpace < 1 || idSpace > 99) {
            throw new IllegalArgumentException("id space " + idSpace + " of " + exchangeName);
        }
    }

    /// Reads what [#toString] wrote: `BTCUSDT` or `BTCUSDT@2`.
    ///
    /// @throws IllegalArgumentException with a sentence for the user when it is neither
    public static Symbol of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return new Symbol(text, 1);
        }
        String idSpace = text.substring(at + 1);
        if (!ID_SPACE.matcher(idSpace).matches()) {
            throw new IllegalArgumentException(
                    quoted(text) + " is not a symbol: after @ comes a number from 2 to 99");
        }
        return new Symbol(text.substring(0, at), Integer.parseInt(idSpace));
    }

    /// Whether the exchange's name of a symbol can be one here.
    public static boolean isName(String exchangeName) {
        return exchangeName.length() <= MAX_LENGTH
                && NAME.matcher(exchangeName).matches()
                && exchangeName.equals(exchangeName.toUpperCase(Locale.ROOT));
    }

    /// The same symbol after its ids have started again.
    public Symbol nextIdSpace() {
        return new Symbol(exchangeName, idSpace + 1);
    }

    private static String quoted(String text) {
        return '"' + Excerpt.of(text, 2 * MAX_LENGTH) + '"';
    }

    @Override
    public int compareTo(Symbol other) {
        int byName = exchangeName.compareTo(other.exchangeName);
        return byName != 0 ? byName : Integer.compare(idSpace, other.idSpace);
    }

    @Override
    public String toString() {
        return idSpace == 1 ? exchangeName : exchangeName + "@" + idSpace;
    }
}
