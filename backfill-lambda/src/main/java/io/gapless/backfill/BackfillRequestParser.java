package io.gapless.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the event of an invocation.
///
/// Scheduled events are known by what EventBridge puts into them: the classic rule's
/// `"detail-type":"Scheduled Event"`, and the Scheduler's payload, which is the same unless the
/// schedule sets another, and then is an empty object.
public final class BackfillRequestParser {
    /// Most things asked for in one invocation.
    public static final int MAX_ASKED = 100;

    /// Most ids in one range: about five years of the busiest symbol.
    public static final long MAX_IDS = 10_000_000_000L;

    /// Most characters of an event, or of what is wrong with it, that are quoted.
    private static final int MAX_QUOTED = 200;

    static final String ACCEPTED =
            """
            Accepted forms:
              {"symbol":"BTCUSDT","fromId":3071245454,"toId":3071248597}
              {"symbol":"BTCUSDT","from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z"}
              {"cancel":"BTCUSDT"}   or   {"cancel":{"symbol":"BTCUSDT","fromId":17,"toId":42}}
              [ several of these ]
              {"history":{"symbols":["BTCUSDT"],"from":"2024-01-01","to":"2024-12-31"}}   and what it answers with
              {}   or a scheduled event of EventBridge: repairs whatever is missing\
            """;

    private static final Set<String> SCHEDULED_KEYS =
            Set.of(
                    "version",
                    "id",
                    "detail-type",
                    "source",
                    "account",
                    "time",
                    "region",
                    "resources",
                    "detail");

    private BackfillRequestParser() {}

    /// @throws IllegalArgumentException saying what is wrong and which forms are accepted
    public static BackfillRequest parse(JsonNode event) {
        if (isScheduled(event)) {
            return BackfillRequest.Scheduled.ALL;
        }
        Optional<BackfillRequest> days = HistoryEvents.parse(event);
        if (days.isPresent()) {
            return days.get();
        }
        List<Asked> asked = new ArrayList<>();
        if (event.isArray()) {
            if (event.isEmpty() || event.size() > MAX_ASKED) {
                throw refused("a list of %d, expected 1 to %d".formatted(event.size(), MAX_ASKED));
            }
            event.forEach(item -> asked.add(asked(item)));
        } else {
            asked.add(asked(event));
        }
        return new BackfillRequest.Manual(asked);
    }

    private static boolean isScheduled(JsonNode event) {
        if (!event.isObject()) {
            return false;
        }
        if (event.isEmpty()) {
            return true;
        }
        boolean named =
                "Scheduled Event".equals(event.path("detail-type").asText())
                        || "aws.scheduler".equals(event.path("source").asText())
                        || "aws.events".equals(event.path("source").asText());
        return named && SCHEDULED_KEYS.containsAll(keys(event));
    }

    private static Asked asked(JsonNode item) {
        if (!item.isObject()) {
            throw refused("expected an object, got " + shortened(item));
        }
        Set<String> keys = keys(item);
        try {
            if (keys.equals(Set.of("cancel"))) {
                return cancel(item.get("cancel"));
            }
            if (keys.equals(Set.of("symbol", "fromId", "toId"))) {
                return new Asked.Ids(symbol(item.get("symbol")), range(item));
            }
            if (keys.equals(Set.of("symbol", "from", "to"))) {
                return new Asked.Times(
                        symbol(item.get("symbol")), time(item, "from"), time(item, "to"));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw refused(
                    shortened(item)
                            + ": "
                            + Excerpt.of(String.valueOf(e.getMessage()), MAX_QUOTED));
        }
        throw refused(
                "the keys "
                        + Excerpt.of(keys.toString(), MAX_QUOTED)
                        + " are none that belong together");
    }

    private static Asked cancel(JsonNode what) {
        if (what.isTextual()) {
            return new Asked.Cancel(symbol(what), Optional.empty());
        }
        if (keys(what).equals(Set.of("symbol", "fromId", "toId"))) {
            return new Asked.Cancel(symbol(what.get("symbol")), Optional.of(range(what)));
        }
        throw new IllegalArgumentException(
                "cancel takes a symbol, or a symbol with fromId and toId");
    }

    static Symbol symbol(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("symbol must be text");
        }
        return Symbol.of(node.asText());
    }

    static TradeIdRange range(JsonNode node) {
        TradeIdRange range = new TradeIdRange(id(node, "fromId"), id(node, "toId"));
        if (range.size() > MAX_IDS) {
            throw new IllegalArgumentException(
                    "%d ids, more than %d".formatted(range.size(), MAX_IDS));
        }
        return range;
    }

    private static long id(JsonNode node, String key) {
        JsonNode id = node.get(key);
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new IllegalArgumentException(key + " must be a whole number");
        }
        return id.longValue();
    }

    private static Instant time(JsonNode node, String key) {
        String text = node.get(key).asText();
        Instant time =
                text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(text);
        if (time.isBefore(Trade.instant(Trade.EARLIEST_TIME))
                || time.isAfter(Trade.instant(Trade.LATEST_TIME))) {
            throw new IllegalArgumentException(key + " " + text + " is not between 2017 and 2200");
        }
        return time;
    }

    static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    static String shortened(JsonNode node) {
        return Excerpt.of(node.toString(), MAX_QUOTED);
    }

    static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Event refused: " + why + "\n" + ACCEPTED);
    }
}
