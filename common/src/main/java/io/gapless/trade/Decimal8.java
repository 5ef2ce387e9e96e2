package io.gapless.trade;

/// Prices and quantities as Binance counts them: a signed 64-bit number of 1e-8 units.
///
/// Nothing is ever rounded: text that does not fit is refused. The largest quantity in use is
/// 46,116,860,414 units of a token, the largest value that fits is 92,233,720,368.54775807.
public final class Decimal8 {
    /// Units in one whole.
    public static final long ONE = 100_000_000L;

    /// Digits after the point.
    public static final int SCALE = 8;

    private Decimal8() {}

    /// Parses a plain decimal such as `28165.47000000`, `0.5` or `-3`.
    ///
    /// @return the number of 1e-8 units
    /// @throws NumberFormatException when the text is not a plain decimal, has more than eight
    ///     digits after the point that are not zero, or is beyond 64 bits
    public static long parse(CharSequence text) {
        int length = text.length();
        int i = 0;
        boolean negative = length > 0 && text.charAt(0) == '-';
        if (negative) {
            i++;
        }
        // Built up below zero, because that side reaches one further than the other.
        long units = 0;
        int wholeDigits = 0;
        int scale = -1;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (scale >= 0) {
                    throw notADecimal(text);
                }
                scale = 0;
            } else if (c >= '0' && c <= '9') {
                if (scale < 0) {
                    wholeDigits++;
                } else if (scale == SCALE) {
                    if (c != '0') {
                        throw new NumberFormatException("more than 8 decimals: " + text);
                    }
                    continue;
                } else {
                    scale++;
                }
                units = timesTenMinus(units, c - '0', text);
            } else {
                throw notADecimal(text);
            }
        }
        if (wholeDigits == 0 || scale == 0) {
            throw notADecimal(text);
        }
        for (int missing = SCALE - Math.max(scale, 0); missing > 0; missing--) {
            units = timesTenMinus(units, 0, text);
        }
        if (negative) {
            return units;
        }
        if (units == Long.MIN_VALUE) {
            throw beyond(text);
        }
        return -units;
    }

    /// Writes all eight decimals, as Binance does: `0.00056000`.
    public static String format(long units) {
        String digits = Long.toString(Math.abs(units / ONE));
        String decimals = Long.toString(Math.abs(units % ONE));
        return (units < 0 ? "-" : "")
                + digits
                + "."
                + "0".repeat(SCALE - decimals.length())
                + decimals;
    }

    private static long timesTenMinus(long units, int digit, CharSequence text) {
        if (units < Long.MIN_VALUE / 10) {
            throw beyond(text);
        }
        long tenfold = units * 10;
        if (tenfold < Long.MIN_VALUE + digit) {
            throw beyond(text);
        }
        return tenfold - digit;
    }

    private static NumberFormatException notADecimal(CharSequence text) {
        return new NumberFormatException("not a plain decimal: \"" + text + "\"");
    }

    private static NumberFormatException beyond(CharSequence text) {
        return new NumberFormatException("beyond a 64-bit count of 1e-8: " + text);
    }
}
