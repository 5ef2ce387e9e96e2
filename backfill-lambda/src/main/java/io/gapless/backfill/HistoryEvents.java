package io.gapless.backfill;

import static io.gapless.backfill.BackfillRequestParser.keys;
import static io.gapless.backfill.BackfillRequestParser.refused;
import static io.gapless.backfill.BackfillRequestParser.shortened;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.BackfillRequest.OfDays;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Reads events about whole days: `history`, `day` and `summary`.
final class HistoryEvents {
    /// Most symbols in one event.
    static final int MAX_SYMBOLS = 100;

    private static final int MAX_WORD = 20;
    private static final JsonNode NO_DAYS = JsonNodeFactory.instance.arrayNode();

    private HistoryEvents() {}

    /// @return empty for an event of another kind
    /// @throws IllegalArgumentException saying what is wrong with it
    static Optional<BackfillRequest> parse(JsonNode event) {
        if (!event.isObject()) {
            return Optional.empty();
        }
        boolean toldDays = keys(event).equals(Set.of("summary", "days"));
        if (event.size() != 1 && !toldDays) {
            return Optional.empty();
        }
        try {
            if (toldDays) {
                return Optional.of(summary(event.get("summary"), event.get("days")));
            }
            return switch (event.fieldNames().next()) {
                case "history" -> Optional.of(plan(event.get("history")));
                case "day" -> Optional.of(day(event.get("day")));
                case "summary" -> Optional.of(summary(event.get("summary"), NO_DAYS));
                default -> Optional.empty();
            };
        } catch (MeaninglessException e) {
            throw refused(
                    shortened(event) + ": " + Excerpt.of(String.valueOf(e.getMessage()), 200));
        }
    }

    private static OfDays plan(JsonNode node) throws MeaninglessException {
        if (!node.isObject() || !keys(node).equals(Set.of("symbols", "from", "to"))) {
            throw refused("history takes symbols, from and to");
        }
        List<Symbol> symbols = new ArrayList<>();
        for (JsonNode symbol : listed(node.get("symbols"), MAX_SYMBOLS)) {
            symbols.add(symbol(symbol));
        }
        LocalDate from = date(node.get("from"));
        LocalDate to = date(node.get("to"));
        if (to.isBefore(from)) {
            throw refused("from " + from + " is after to " + to);
        }
        return new OfDays.Plan(symbols, from, to);
    }

    private static OfDays day(JsonNode node) throws MeaninglessException {
        if (!node.isObject() || !keys(node).equals(Set.of("symbol", "date"))) {
            throw refused("day takes symbol and date");
        }
        return new OfDays.Day(symbol(node.get("symbol")), date(node.get("date")));
    }

    private static OfDays summary(JsonNode node, JsonNode told) throws MeaninglessException {
        List<Asked.Ids> ranges = new ArrayList<>();
        for (JsonNode range : listed(node, MAX_SYMBOLS)) {
            if (!range.isObject() || !keys(range).equals(Set.of("symbol", "fromId", "toId"))) {
                throw refused("summary takes a list of symbol, fromId and toId");
            }
            ranges.add(new Asked.Ids(symbol(range.get("symbol")), range(range)));
        }
        List<OfDays.Told> days = new ArrayList<>();
        for (JsonNode day : listed(told, OfDays.MAX_DAYS)) {
            days.add(
                    new OfDays.Told(
                            Excerpt.of(day.path("e").asText(), MAX_WORD),
                            day.path("a").asLong(),
                            day.path("c").asLong()));
        }
        return new OfDays.Summary(ranges, days);
    }

    private static JsonNode listed(JsonNode node, int most) {
        if (!node.isArray() || node.size() > most) {
            throw refused("expected a list of at most " + most + ", got " + shortened(node));
        }
        return node;
    }

    private static Symbol symbol(JsonNode node) throws MeaninglessException {
        return read(() -> BackfillRequestParser.symbol(node));
    }

    private static TradeIdRange range(JsonNode node) throws MeaninglessException {
        return read(() -> BackfillRequestParser.range(node));
    }

    private static LocalDate date(JsonNode node) throws MeaninglessException {
        LocalDate date = read(() -> LocalDate.parse(node.isTextual() ? node.textValue() : ""));
        if (date.getYear() < 2017 || date.getYear() >= 2200) {
            throw new MeaninglessException(date + " is not between 2017 and 2200");
        }
        return date;
    }

    private static <T> T read(Supplier<T> value) throws MeaninglessException {
        try {
            return value.get();
        } catch (DateTimeException _) {
            throw new MeaninglessException("a day is written 2024-01-01");
        } catch (IllegalArgumentException e) {
            throw new MeaninglessException(String.valueOf(e.getMessage()));
        }
    }

    /// A value that means nothing.
    private static final class MeaninglessException extends Exception {
        MeaninglessException(String message) {
            super(message);
        }
    }
}
