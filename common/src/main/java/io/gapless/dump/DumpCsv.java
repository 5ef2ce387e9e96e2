package io.gapless.dump;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads the rows of a dump's CSV one after the other, whatever their order:
/// `id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch`, such as
/// `4361451942,94591.78000000,0.00015000,14.18876700,1735776000113701,True,True`.
///
/// A header is passed over if it names these columns. Times are milliseconds until 2024 and microseconds
/// since: the number of digits tells which, and all rows of a file must agree and lie on its date. Nothing
/// is guessed: a row that has not this form is refused with its line. The quote quantity follows from price
/// and quantity and is not looked at further than its form.
final class DumpCsv implements AutoCloseable {
    /// Longest line, in bytes; a row has at most 150.
    static final int MAX_LINE = 512;

    private static final int BUFFER = 1 << 18;
    private static final int SAMPLE = 160;
    private static final int MAX_FAST_DIGITS = 18;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final String HEADER = "id,price,qty,quoteqty,time,isbuyermaker,isbestmatch";
    private static final long[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    private final InputStream in;
    private final DumpFile file;
    private final long dayStart;
    private final long dayEnd;

    /// Behind `limit` there are always [#MAX_LINE] zeros, so that a line needs no look at the end.
    private final byte[] buffer = new byte[BUFFER + MAX_LINE];

    private int at;
    private int limit;
    private int lineStart;
    private long line;
    private boolean inputEnded;
    private boolean anyTime;
    private boolean inMicros;

    private long id;
    private long price;
    private long quantity;
    private long time;
    private boolean buyerIsMaker;
    private boolean bestMatch;

    /// @param in closed with this
    DumpCsv(InputStream in, DumpFile file) {
        this.in = in;
        this.file = file;
        this.dayStart = file.date().toEpochDay() * 86_400_000_000L;
        this.dayEnd = dayStart + 86_400_000_000L;
    }

    /// Reads the next row.
    ///
    /// @return whether there was one
    boolean next() throws BrokenDumpException {
        if (line == 0) {
            passOverHeader();
        }
        if (!beginLine()) {
            return false;
        }
        id = whole("id");
        price = decimal("price");
        quantity = decimal("quantity");
        decimal("quote quantity");
        time = micros(whole("time"));
        buyerIsMaker = flag("isBuyerMaker", ',');
        bestMatch = flag("isBestMatch", '\n');
        return true;
    }

    private void passOverHeader() throws BrokenDumpException {
        fill();
        if (limit == 0 || isDigit(buffer[0])) {
            return;
        }
        line = 1;
        int end = 0;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        String names =
                new String(buffer, 0, Math.min(end, MAX_LINE), StandardCharsets.UTF_8)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replace("_", "");
        if (!names.equals(HEADER)) {
            throw refused("neither a row nor a header that names these columns");
        }
        at = Math.min(end + 1, limit);
    }

    private boolean beginLine() throws BrokenDumpException {
        if (limit - at < MAX_LINE && !inputEnded) {
            fill();
        }
        lineStart = at;
        line++;
        return at < limit;
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
        java.util.Arrays.fill(buffer, limit, limit + MAX_LINE, (byte) 0);
    }

    private long whole(String what) throws BrokenDumpException {
        int start = at;
        long value = 0;
        int i = at;
        for (int digit = buffer[i] - '0'; digit >= 0 && digit <= 9; digit = buffer[i] - '0') {
            value = value * 10 + digit;
            i++;
            if (i - start > MAX_FAST_DIGITS) {
                throw refused("the " + what + " has too many digits");
            }
        }
        if (i == start || buffer[i] != ',') {
            throw refused("the " + what + " is no whole number");
        }
        at = i + 1;
        return value;
    }

    private long decimal(String what) throws BrokenDumpException {
        int i = at;
        long units = 0;
        for (int digit = buffer[i] - '0'; digit >= 0 && digit <= 9; digit = buffer[i] - '0') {
            units = units * 10 + digit;
            i++;
        }
        int wholeDigits = i - at;
        int decimals = 0;
        if (buffer[i] == '.') {
            i++;
            int point = i;
            for (int digit = buffer[i] - '0'; digit >= 0 && digit <= 9; digit = buffer[i] - '0') {
                units = units * 10 + digit;
                i++;
            }
            decimals = i - point;
        }
        boolean plain =
                wholeDigits > 0
                        && wholeDigits <= MAX_FAST_DIGITS - Decimal8.SCALE
                        && decimals <= Decimal8.SCALE
                        && (decimals > 0 || buffer[i - 1] != '.')
                        && buffer[i] == ',';
        if (!plain) {
            return unusualDecimal(what);
        }
        at = i + 1;
        return units * POWERS_OF_TEN[Decimal8.SCALE - decimals];
    }

    /// Whatever the quick way above does not take: very large, more decimals, or none at all.
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

    private long micros(long told) throws BrokenDumpException {
        boolean micros = told >= Trade.EARLIEST_TIME;
        if (anyTime && micros != inMicros) {
            throw refused("some times are in ms and some in µs");
        }
        anyTime = true;
        inMicros = micros;
        long utc = micros ? told : told * MICROS_PER_MILLI;
        if (utc < dayStart || utc >= dayEnd) {
            throw refused("the time is not on " + file.date());
        }
        return utc;
    }

    private boolean flag(String what, char behind) throws BrokenDumpException {
        boolean value;
        if (isWord('T', "rue")) {
            value = true;
            at += 4;
        } else if (isWord('F', "alse")) {
            value = false;
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

    private boolean isWord(char first, String rest) {
        byte found = buffer[at];
        if (found != first && found != first + ('a' - 'A')) {
            return false;
        }
        for (int i = 0; i < rest.length(); i++) {
            if (buffer[at + 1 + i] != rest.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// The current row is refused.
    BrokenDumpException refused(String why) {
        return new BrokenDumpException(place() + ": " + why + ": " + sample());
    }

    /// File and line, for people.
    String place() {
        return file.csvName() + ", line " + line;
    }

    private String sample() {
        int end = lineStart;
        while (end < limit && end - lineStart <= SAMPLE && buffer[end] != '\n') {
            end++;
        }
        return Excerpt.of(
                new String(buffer, lineStart, end - lineStart, StandardCharsets.UTF_8), SAMPLE);
    }

    DumpFile file() {
        return file;
    }

    long id() {
        return id;
    }

    long price() {
        return price;
    }

    long quantity() {
        return quantity;
    }

    /// µs since 1970.
    long time() {
        return time;
    }

    boolean buyerIsMaker() {
        return buyerIsMaker;
    }

    boolean bestMatch() {
        return bestMatch;
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
