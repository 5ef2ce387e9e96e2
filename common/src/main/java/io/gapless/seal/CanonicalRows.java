package io.gapless.seal;

import io.gapless.trade.Decimal8;
import io.gapless.trade.TradeColumns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The SHA-256 of trades in a form that has nothing to do with files: one line a trade, ascending by id,
/// `id,price,quantity,time,buyer is maker` with eight decimals, the time in whole milliseconds (cut off),
/// `true` or `false`, and a line feed:
///
/// `3735683259,94591.78000000,0.00015000,1735776000113,true`
///
/// That is what Binance's REST history and its daily dumps say of a trade, so anybody can take the same
/// digest from them. What only some sources know is left out, and so is whether the price was the best
/// match, which Binance says to ignore. Used by one thread.
final class CanonicalRows {
    /// Name of this form in certificates.
    static final String FORM = "lines-1";

    private static final int MAX_LINE = 128;
    private static final int BUFFER = 1 << 16;
    private static final byte[] TRUE = "true\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false\n".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = Digests.sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int size;

    void add(TradeColumns trades) {
        for (int row = 0; row < trades.size(); row++) {
            if (size > BUFFER - MAX_LINE) {
                flush();
            }
            number(trades.id(row), 1);
            buffer[size++] = ',';
            decimal(trades.price(row));
            buffer[size++] = ',';
            decimal(trades.quantity(row));
            buffer[size++] = ',';
            number(Math.floorDiv(trades.time(row), 1_000L), 1);
            buffer[size++] = ',';
            put(trades.buyerIsMaker(row) ? TRUE : FALSE);
        }
    }

    /// 64 hexadecimal digits; nothing can be added afterwards.
    String finish() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void decimal(long units) {
        if (units < 0) {
            // No price or quantity is negative; what is stored is told all the same.
            put(Decimal8.format(units).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        number(units / Decimal8.ONE, 1);
        buffer[size++] = '.';
        number(units % Decimal8.ONE, Decimal8.SCALE);
    }

    /// @param value 0 or more
    /// @param least digits at least
    private void number(long value, int least) {
        int digits = least;
        for (long rest = value / POWERS[least]; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    private void put(byte[] text) {
        System.arraycopy(text, 0, buffer, size, text.length);
        size += text.length;
    }

    private void flush() {
        digest.update(buffer, 0, size);
        size = 0;
    }
}
