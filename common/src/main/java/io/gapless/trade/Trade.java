package io.gapless.trade;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// One trade, as rows show it. The hot path holds trades as [TradeColumns] instead.
///
/// @param id unique and consecutive within the symbol's id space
/// @param price number of 1e-8 units ([Decimal8])
/// @param quantity base quantity, number of 1e-8 units
/// @param time trade time (Binance's `T`), µs since 1970 UTC
/// @param buyerIsMaker Binance's `m`: the taker sold
/// @param bestMatch Binance's `M`
/// @param eventTime when the exchange sent it (`E`), µs, or [#UNKNOWN]: REST and dumps have none
/// @param receivedAt when the listener read it, µs, or [#UNKNOWN]
/// @param source where it was learned from
public record Trade(
        long id,
        long price,
        long quantity,
        long time,
        boolean buyerIsMaker,
        boolean bestMatch,
        long eventTime,
        long receivedAt,
        Source source) {
    private static final long MICROS = 1_000_000;

    /// A time that the source does not tell. Sixty-four bits in a column cannot be empty, and no
    /// trade happened in 1970.
    public static final long UNKNOWN = 0;

    /// The earliest time that can be a trade's: Binance opened in July 2017.
    public static final long EARLIEST_TIME = micros(Instant.parse("2017-01-01T00:00:00Z"));

    /// The first time that is no trade's any more; also far below any count of nanoseconds.
    public static final long LATEST_TIME = micros(Instant.parse("2200-01-01T00:00:00Z"));

    public Trade {
        if (id < 0) {
            throw new IllegalArgumentException("trade id " + id + " is negative");
        }
        if (time < EARLIEST_TIME || time >= LATEST_TIME) {
            throw new IllegalArgumentException(
                    "trade " + id + ": time " + time + " µs is not between 2017 and 2200");
        }
    }

    /// The UTC date of the trade time: the partition it belongs to.
    public LocalDate date() {
        return dateOf(time);
    }

    /// The UTC date of a time in µs.
    public static LocalDate dateOf(long micros) {
        return LocalDate.ofEpochDay(epochDay(micros));
    }

    /// Days since 1970-01-01 UTC of a time in µs.
    public static long epochDay(long micros) {
        return Math.floorDiv(micros, 86_400_000_000L);
    }

    /// An instant as µs since 1970, anything finer cut off.
    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
    }

    /// A time in µs as an instant.
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }

    /// A time in µs as a UTC date and time.
    public static java.time.LocalDateTime utc(long micros) {
        return java.time.LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
    }

    /// Whether both describe the same fill: everything that the exchange says about it, and not how
    /// it was learned. REST may give whole milliseconds where the stream gave microseconds.
    public boolean sameFill(Trade other) {
        return id == other.id
                && price == other.price
                && quantity == other.quantity
                && buyerIsMaker == other.buyerIsMaker
                && time / 1000 == other.time / 1000
                && (time == other.time || time % 1000 == 0 || other.time % 1000 == 0);
    }
}
