package io.gapless.archive;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A time as stores keep it: ISO-8601 in UTC, always with six decimals and a year of four digits, so
/// that the texts sort as the times do: `2026-01-01T00:00:00.000000Z`.
public final class StoredTime {
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private StoredTime() {}

    /// The nearest time that can be stored: cut to the microsecond, and within the years 0 to 9999.
    /// What is to be stored holds only such times, so that it equals what is read again.
    public static Instant cut(Instant time) {
        Instant within = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return within.truncatedTo(ChronoUnit.MICROS);
    }

    /// The text of [#cut].
    public static String of(Instant time) {
        return FORMAT.format(cut(time));
    }

    /// @throws java.time.DateTimeException when it is no time
    public static Instant parse(String text) {
        return Instant.parse(text);
    }
}
