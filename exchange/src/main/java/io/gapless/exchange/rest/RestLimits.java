package io.gapless.exchange.rest;

import java.time.Duration;

/// Binance's limits of REST. Defaults are those of July 2026 unless said otherwise.
///
/// @param weightPerMinute request weight per address and UTC minute of the wall clock, 6,000
/// @param lag `historicalTrades` and `aggTrades` do not serve what is newer, in market time
/// @param firstBan the ban after going on in spite of 429, 2 min; each further one is twice as long
/// @param longestBan 3 days
/// @param callsTolerated calls after a 429 that are answered with 429 again before the ban; Binance's own figure is unknown
public record RestLimits(
        int weightPerMinute,
        Duration lag,
        Duration firstBan,
        Duration longestBan,
        int callsTolerated) {

    public static final RestLimits BINANCE =
            new RestLimits(6_000, Duration.ZERO, Duration.ofMinutes(2), Duration.ofDays(3), 3);

    public RestLimits {
        if (weightPerMinute < 1) {
            throw new IllegalArgumentException(
                    "weight per minute must be at least 1: " + weightPerMinute);
        }
    }

    public RestLimits withWeightPerMinute(int weight) {
        return new RestLimits(weight, lag, firstBan, longestBan, callsTolerated);
    }

    public RestLimits withLag(Duration newLag) {
        return new RestLimits(weightPerMinute, newLag, firstBan, longestBan, callsTolerated);
    }

    public RestLimits withBans(Duration first, Duration longest) {
        return new RestLimits(weightPerMinute, lag, first, longest, callsTolerated);
    }

    public RestLimits withCallsTolerated(int calls) {
        return new RestLimits(weightPerMinute, lag, firstBan, longestBan, calls);
    }
}
