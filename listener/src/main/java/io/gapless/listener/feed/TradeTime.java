package io.gapless.listener.feed;

import io.gapless.trade.Trade;

/// Brings the times in frames to microseconds, whichever unit the exchange used.
final class TradeTime {
    /// Returned for a number that is no time in either unit.
    static final long IMPLAUSIBLE = -1;

    private TradeTime() {}

    /// A time in milliseconds or microseconds as microseconds.
    ///
    /// The two cannot be confused: from 2017 to 2200 a number of one is no number of the other.
    static long toMicros(long time) {
        if (time >= Trade.EARLIEST_TIME && time < Trade.LATEST_TIME) {
            return time;
        }
        if (time >= Trade.EARLIEST_TIME / 1000 && time < Trade.LATEST_TIME / 1000) {
            return time * 1000;
        }
        return IMPLAUSIBLE;
    }
}
