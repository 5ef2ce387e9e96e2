package io.gapless.dump;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The lines of a dump's CSV and the fields in them, from left to right. What a field is called is only said
/// when it is refused. Of the day and its meaning it knows nothing; [DumpCsv] does.
final class DumpLines implements AutoCloseable {
    /// Longest line, in bytes; a row has at most 150.
    static final int MAX_LINE = 512;

    private static final int BUFFER = 1 << 18;
    private static final int SAMPLE = 160;
    private static final int MAX_DIGITS = 18;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// A zero in each of eight bytes.
    private static final long ZEROS = 0x3030303030303030L;

    /// Added to a byte, sets its highest bit from ten on.
    private static final long UP_FROM_TEN = 0x7676767676767676L;

    private static final long HIGHEST_BITS = 0x8080808080808080L;

    /// `true` and `alse`, lowest byte first.
    private static final int TRUE = 0x65757274;

    private static final int ALSE = 0x65736c61;
    private static final int LOWER_CASE = 'a' - 'A';

    private final InputStream in;
    private final DumpFile file;

    /// Behind `limit` there are always [#MAX_LINE] zeros, so that a line needs no look at the end.
    private final byte[] buffer = new byte[BUFFER + MAX_LINE];

    private int at;
    private int limit;
    private int lineStart;
    private long line;
    private boolean inputEnded;

    /// @param in closed with this
    DumpLines(InputStream in, DumpFile file) {
        this.in = in;
        this.file = file;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    boolean next() throws BrokenDumpException {
        if (limit - at < MAX_LINE && !inputEnded) {
            fill();
        }
        lineStart = at;
        line++;
        return at < limit;
    }

    /// Whether the line begins with a digit.
    boolean beginsWithDigit() {
        return isDigit(buffer[at]);
    }

    /// The whole line, or as much of it as a line can have; stays at its beginning.
    String text() {
        return text(MAX_LINE);
    }

    /// Passes over the rest of the line.
    void skip() {
        while (at < limit && buffer[at] != '\n') {
            at++;
        }
        at = Math.min(at + 1, limit);
    }

    private void fill() throws BrokenDumpException {
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        limit -= at;
        at = 0;
        try {
            while (limit < BUFFER && !inputEnded) {
                int count = in.read(buffer, limit, BUFFER - limit);
                inputEnded = count < 0;
                limit += Math.max(count, 0);
            }
        } catch (IOException e) {
            throw DumpZip.damaged(file, e);
        }
        Arrays.fill(buffer, limit, limit + MAX_LINE, (byte) 0);
    }

    /// A whole number without a sign.
    long whole(String what) throws BrokenDumpException {
        int start = at;
        long value = 0;
        int i = at;
        for (long eight = eightDigits(i);
                eight >= 0 && i - start < MAX_DIGITS;
                eight = eightDigits(i)) {
            value = value * Decimal8.ONE + eight;
            i += Long.BYTES;
        }
        while (isDigit(buffer[i]) && i - start <= MAX_DIGITS) {
            value = value * 10 + (buffer[i] - '0');
            i++;
        }
        if (i - start > MAX_DIGITS) {
            throw refused("the " + what + " has too many digits");
        }
        if (i == start || buffer[i] != ',') {
            throw refused("the " + what + " is no whole number");
        }
        at = i + 1;
        return value;
    }

    /// A price or an amount, as a count of 1e-8.
    long decimal(String what) throws BrokenDumpException {
        int i = at;
        long value = 0;
        while (isDigit(buffer[i]) && i - at <= MAX_DIGITS - Decimal8.SCALE) {
            value = value * 10 + (buffer[i] - '0');
            i++;
        }
        int wholeDigits = i - at;
        boolean usual =
                wholeDigits > 0
                        && wholeDigits <= MAX_DIGITS - Decimal8.SCALE
                        && buffer[i] == '.'
                        && buffer[i + 1 + Decimal8.SCALE] == ',';
        long decimals = usual ? eightDigits(i + 1) : -1;
        if (decimals < 0) {
            return unusualDecimal(what);
        }
        at = i + Decimal8.SCALE + 2;
        return value * Decimal8.ONE + decimals;
    }

    /// Whatever has not eight decimals, which the exchange always writes, or is very large.
    private long unusualDecimal(String what) throws BrokenDumpException {
        int end = at;
        while (end < lineStart + MAX_LINE && end < limit && buffer[end] != ',') {
            end++;
        }
        String text = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
        try {
            long units = Decimal8.parse(text);
            if (text.startsWith("-") || end == limit || buffer[end] != ',') {
                throw refused("the " + what + " is no price or amount");
            }
            at = end + 1;
            return units;
        } catch (NumberFormatException e) {
            throw refused(
                    "the " + what + " is " + Excerpt.of(String.valueOf(e.getMessage()), SAMPLE));
        }
    }

    /// The number that eight bytes are the digits of, or -1 when they are something else: all at once, since
    /// most of a row is digits.
    private long eightDigits(int from) {
        long digits = (long) EIGHT.get(buffer, from) ^ ZEROS;
        if (((digits | (digits + UP_FROM_TEN)) & HIGHEST_BITS) != 0) {
            return -1;
        }
        // Neighbours are joined to numbers of two digits, those to numbers of four, and those to
        // one of eight.
        long twos = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
        long fours = (twos * 100 + (twos >>> 16)) & 0x0000ffff0000ffffL;
        return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
    }

    /// `True` or `False`.
    ///
    /// @param behind what follows: a comma or the end of the line
    boolean flag(String what, char behind) throws BrokenDumpException {
        boolean value = ((int) FOUR.get(buffer, at) | LOWER_CASE) == TRUE;
        if (value) {
            at += 4;
        } else if ((buffer[at] | LOWER_CASE) == 'f' && (int) FOUR.get(buffer, at + 1) == ALSE) {
            at += 5;
        } else {
            throw refused(what + " is neither True nor False");
        }
        if (behind == '\n') {
            at += buffer[at] == '\r' ? 1 : 0;
            if (at >= limit) {
                at = limit;
                return value;
            }
        }
        if (buffer[at] != behind) {
            throw refused("something else follows " + what);
        }
        at++;
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// The current line is refused.
    BrokenDumpException refused(String why) {
        return new BrokenDumpException(
                place() + ": " + why + ": " + Excerpt.of(text(SAMPLE), SAMPLE));
    }

    /// File and line, for people.
    String place() {
        return file.csvName() + ", line " + line;
    }

    private String text(int most) {
        int end = lineStart;
        while (end < limit && end - lineStart <= most && buffer[end] != '\n') {
            end++;
        }
        return new String(buffer, lineStart, end - lineStart, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // Nothing was written.
            inputEnded = true;
        }
    }
}
