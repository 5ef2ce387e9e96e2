package io.gapless.exchange.rest;

import java.util.Optional;

/// The unit of times in replies: ms unless the header `X-MBX-TIME-UNIT` asks for µs.
enum Units {
    MILLIS,
    MICROS;

    /// Times in requests from here on are µs, below it ms: Binance takes both.
    private static final long MICROS_FROM = 100_000_000_000_000L;

    private static final long MICROS_PER_MILLI = 1_000;

    static Units of(Optional<String> header) {
        return switch (header.orElse("MILLISECOND")) {
            case "MICROSECOND", "microsecond" -> MICROS;
            case "MILLISECOND", "millisecond" -> MILLIS;
            default ->
                    throw ApiError.badRequest(
                            -1194,
                            "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
        };
    }

    long time(long epochMicros) {
        return this == MICROS ? epochMicros : Math.floorDiv(epochMicros, MICROS_PER_MILLI);
    }

    /// The first µs that a time in a request means.
    static long from(long requested) {
        return requested >= MICROS_FROM ? requested : requested * MICROS_PER_MILLI;
    }

    /// The last µs that a time in a request means.
    static long to(long requested) {
        return requested >= MICROS_FROM
                ? requested
                : requested * MICROS_PER_MILLI + MICROS_PER_MILLI - 1;
    }
}
