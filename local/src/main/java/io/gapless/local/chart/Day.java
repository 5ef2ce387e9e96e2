package io.gapless.local.chart;

import java.time.LocalDate;
import java.util.List;

/// What is drawn of a symbol's day.
///
/// @param bars in the order of time, at least one
/// @param holes in the order of time: where ids are missing
/// @param trades how many are stored
/// @param missing how many ids are not, those before the day's first trade included
/// @param firstMicros time of the first stored trade, µs
/// @param lastMicros time of the last stored trade, µs
public record Day(
        String symbol,
        LocalDate date,
        List<Bar> bars,
        List<Hole> holes,
        long trades,
        long missing,
        long firstMicros,
        long lastMicros) {
    /// What was traded in a short time. Numbers for drawing, not for counting.
    ///
    /// @param fromMicros its beginning
    /// @param toMicros its end, where the next may begin
    /// @param close last price
    /// @param volume of both sides, in the base asset
    /// @param bought of which the taker bought
    public record Bar(long fromMicros, long toMicros, double close, double volume, double bought) {
        long middle() {
            return (fromMicros + toMicros) / 2;
        }
    }

    /// The time between the trades on both sides of missing ids.
    public record Hole(long fromMicros, long toMicros) {}

    public Day {
        bars = List.copyOf(bars);
        holes = List.copyOf(holes);
        if (bars.isEmpty()) {
            throw new IllegalArgumentException(
                    "there are no trades of %s on %s".formatted(symbol, date));
        }
    }

    /// µs from the first trade to the last, and a second at the least.
    public long span() {
        return Math.max(1_000_000, lastMicros - firstMicros);
    }
}
