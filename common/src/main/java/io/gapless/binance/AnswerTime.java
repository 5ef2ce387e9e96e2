package io.gapless.binance;

import io.gapless.trade.Trade;

/// Times as the exchange writes them: milliseconds, or microseconds where it was asked for them and
/// knows how. Thirteen digits are the ones, sixteen the others, and neither can be mistaken for the
/// other before the year 2200.
final class AnswerTime {
    private static final long MICROS_PER_MILLI = 1_000;

    private AnswerTime() {}

    static boolean isMicros(long time) {
        return time >= Trade.EARLIEST_TIME && time < Trade.LATEST_TIME;
    }

    static boolean isMillis(long time) {
        return time >= Trade.EARLIEST_TIME / MICROS_PER_MILLI
                && time < Trade.LATEST_TIME / MICROS_PER_MILLI;
    }

    /// The time the answer is at, as µs since 1970.
    static long micros(JsonAnswer answer) throws java.io.IOException, MalformedAnswerException {
        long time = answer.integer();
        if (isMicros(time)) {
            return time;
        }
        if (isMillis(time)) {
            return time * MICROS_PER_MILLI;
        }
        throw answer.malformed(time + " is no time in ms or µs between 2017 and 2200");
    }
}
