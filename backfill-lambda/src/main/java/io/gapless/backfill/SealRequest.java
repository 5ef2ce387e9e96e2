package io.gapless.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/// What an invocation asks to be sealed.
public sealed interface SealRequest {
    /// The past week of every symbol.
    record Nightly() implements SealRequest {}

    /// Some days of one symbol, such as history that was just fetched.
    ///
    /// @param from the first date
    /// @param to the last date
    record Days(Symbol symbol, LocalDate from, LocalDate to) implements SealRequest {
        public Days {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("from " + from + " is after to " + to);
            }
        }
    }

    /// Most characters of an event that are quoted.
    int MAX_QUOTED = 200;

    /// Reads an event: EventBridge's, an empty object, or symbol and dates.
    ///
    /// @throws IllegalArgumentException saying what is wrong and which forms are accepted
    static SealRequest parse(JsonNode event) {
        Set<String> keys = new TreeSet<>();
        event.fieldNames().forEachRemaining(keys::add);
        boolean scheduled =
                event.isObject()
                        && (keys.isEmpty()
                                || "Scheduled Event".equals(event.path("detail-type").asText()));
        if (scheduled) {
            return new Nightly();
        }
        try {
            if (event.isObject() && keys.equals(Set.of("symbol", "from", "to"))) {
                return new Days(
                        Symbol.of(event.path("symbol").asText()),
                        LocalDate.parse(event.path("from").asText()),
                        LocalDate.parse(event.path("to").asText()));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(event, Excerpt.of(String.valueOf(e.getMessage()), MAX_QUOTED));
        }
        throw refused(event, "it has neither form");
    }

    private static IllegalArgumentException refused(JsonNode event, String why) {
        return new IllegalArgumentException(
                """
                Event refused: %s: %s
                Accepted forms:
                  {"symbol":"BTCUSDT","from":"2026-01-01","to":"2026-01-31"}
                  {}   or a scheduled event of EventBridge: seals what is complete of the past week\
                """
                        .formatted(Excerpt.of(event.toString(), MAX_QUOTED), why));
    }
}
