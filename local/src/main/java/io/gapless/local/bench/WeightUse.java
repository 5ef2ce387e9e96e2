package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.binance.RequestBudget;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/// How much of its request weight a repair has used, by what the exchange counted.
final class WeightUse {
    /// Share of the allowed weight that must be used while there is work.
    static final double PACE = 0.95;

    private static final int SECONDS_PER_MINUTE = 60;

    private WeightUse() {}

    /// Over whole minutes: those in which the work began and ended are none.
    ///
    /// @param pace what the share is called
    /// @param leastMinutes fewer whole minutes than this are too few
    static List<Figure> figures(
            String pace, JsonNode counters, Instant begun, Instant done, int leastMinutes) {
        LongSummaryStatistics minutes =
                LongStream.range(minute(begun) + 1, minute(done))
                        .map(minute -> weight(counters, minute))
                        .summaryStatistics();
        double tooMany = counters.get("totals").path("TOO_MANY_REQUESTS").asLong();
        Figure refused =
                Figure.of("too_many_requests", tooMany, "", "429 that were answered").atMost(0);
        Figure whole =
                Figure.of("whole_minutes", (double) minutes.getCount(), "", "of work")
                        .atLeast(leastMinutes);
        if (minutes.getCount() == 0) {
            return List.of(
                    Figure.leftOut(pace, "it took less than a whole minute"), whole, refused);
        }
        return List.of(
                Figure.of(
                                pace,
                                minutes.getAverage() / RequestBudget.EXCHANGE_LIMIT,
                                "",
                                "share of the allowed weight that was used, over whole minutes")
                        .atLeast(PACE),
                Figure.of(
                        "weight_least",
                        (double) minutes.getMin(),
                        "/min",
                        "in the leanest whole minute"),
                Figure.of(
                        "weight_most",
                        (double) minutes.getMax(),
                        "/min",
                        "in the fullest whole minute"),
                whole,
                refused);
    }

    private static long weight(JsonNode counters, long minute) {
        return counters.get("weightByMinute").path(Long.toString(minute)).asLong();
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS_PER_MINUTE);
    }
}
