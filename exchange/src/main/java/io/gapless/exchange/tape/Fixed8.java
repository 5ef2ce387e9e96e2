package io.gapless.exchange.tape;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Binance's decimals: a signed 64-bit count of 1e-8, written with exactly eight decimals.
public final class Fixed8 {

    /// One unit of the asset.
    public static final long ONE = 100_000_000L;

    private static final int DECIMALS = 8;
    private static final int MOST_BYTES = 21;

    private Fixed8() {}

    /// Reads a plain decimal such as `2683.80000000`.
    ///
    /// @throws ArithmeticException when it has more than eight decimals or does not fit
    public static long parse(String text) {
        return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    }

    /// Writes `value` with eight decimals.
    public static String format(long value) {
        byte[] bytes = new byte[MOST_BYTES];
        return new String(bytes, 0, write(bytes, 0, value), StandardCharsets.US_ASCII);
    }

    /// Writes a value that is not negative into `target` at `at`.
    ///
    /// @return the position behind the last byte written
    public static int write(byte[] target, int at, long value) {
        int position = writeNumber(target, at, value / ONE);
        target[position++] = '.';
        long fraction = value % ONE;
        for (int i = DECIMALS - 1; i >= 0; i--) {
            target[position + i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        return position + DECIMALS;
    }

    /// Writes a whole number that is not negative into `target` at `at`.
    ///
    /// @return the position behind the last byte written
    public static int writeNumber(byte[] target, int at, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative numbers do not occur here: " + value);
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            target[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    /// Price × quantity, truncated to eight decimals: what Binance answers as `quoteQty` (28,000 of 28,000 recorded rows).
    ///
    /// @throws ArithmeticException when the product does not fit
    public static long quote(long price, long quantity) {
        long priceWhole = price / ONE;
        long priceFraction = price % ONE;
        long quantityWhole = quantity / ONE;
        long quantityFraction = quantity % ONE;
        long whole = Math.multiplyExact(Math.multiplyExact(priceWhole, quantityWhole), ONE);
        long mixed =
                Math.addExact(
                        Math.multiplyExact(priceWhole, quantityFraction),
                        Math.multiplyExact(priceFraction, quantityWhole));
        return Math.addExact(Math.addExact(whole, mixed), priceFraction * quantityFraction / ONE);
    }
}
