package io.gapless.dump;

import io.gapless.trade.Trade;
import java.io.InputStream;
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
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final String HEADER = "id,price,qty,quoteqty,time,isbuyermaker,isbestmatch";

    private final DumpLines lines;
    private final DumpFile file;
    private final long dayStart;
    private boolean begun;
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
        this.lines = new DumpLines(in, file);
        this.file = file;
        this.dayStart = file.date().toEpochDay() * DAY_MICROS;
    }

    /// Reads the next row.
    ///
    /// @return whether there was one
    boolean next() throws BrokenDumpException {
        if (!lines.next() || (!begun && isHeader() && !lines.next())) {
            return false;
        }
        begun = true;
        id = lines.whole("id");
        price = lines.decimal("price");
        quantity = lines.decimal("quantity");
        lines.decimal("quote quantity");
        time = micros(lines.whole("time"));
        buyerIsMaker = lines.flag("isBuyerMaker", ',');
        bestMatch = lines.flag("isBestMatch", '\n');
        return true;
    }

    /// Whether the line is the header; it is passed over then.
    private boolean isHeader() throws BrokenDumpException {
        if (lines.beginsWithDigit()) {
            return false;
        }
        if (!lines.text().strip().toLowerCase(Locale.ROOT).replace("_", "").equals(HEADER)) {
            throw lines.refused("neither a row nor a header that names these columns");
        }
        lines.skip();
        return true;
    }

    private long micros(long told) throws BrokenDumpException {
        boolean micros = told >= Trade.EARLIEST_TIME;
        if (anyTime && micros != inMicros) {
            throw lines.refused("some times are in ms and some in µs");
        }
        anyTime = true;
        inMicros = micros;
        long utc = micros ? told : told * MICROS_PER_MILLI;
        if (utc < dayStart || utc >= dayStart + DAY_MICROS) {
            throw lines.refused("the time is not on " + file.date());
        }
        return utc;
    }

    /// The current row is refused.
    BrokenDumpException refused(String why) {
        return lines.refused(why);
    }

    /// File and line, for people.
    String place() {
        return lines.place();
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
        lines.close();
    }
}
