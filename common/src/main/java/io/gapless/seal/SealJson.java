package io.gapless.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// JSON of plans and certificates, read strictly.
final class SealJson {
    private static final JsonMapper JSON = new JsonMapper();

    private SealJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("into memory", e);
        }
    }

    /// @throws UnreadableException when the body is no JSON of that format, or `reader` finds fault
    static <T> T read(String key, byte[] body, String format, Function<JsonNode, T> reader) {
        try {
            JsonNode node = JSON.readTree(body);
            String told = text(node, "format");
            if (!told.equals(format)) {
                throw new IllegalArgumentException(
                        "format %s; this version reads %s".formatted(told, format));
            }
            return reader.apply(node);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableException(key + ": " + e.getMessage(), e);
        }
    }

    static void requireDay(JsonNode node, Symbol symbol, LocalDate date) {
        if (!text(node, "symbol").equals(symbol.toString())
                || !text(node, "date").equals(date.toString())) {
            throw new IllegalArgumentException(
                    "it is of %s %s".formatted(text(node, "symbol"), text(node, "date")));
        }
    }

    static JsonNode required(JsonNode node, String field) {
        @Nullable JsonNode value = node.get(field);
        if (value == null) {
            throw new IllegalArgumentException("\"" + field + "\" is missing");
        }
        return value;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" is no text");
        }
        return value.textValue();
    }

    static long number(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("\"" + field + "\" is no whole number");
        }
        return value.longValue();
    }

    static ArrayNode ranges(List<TradeIdRange> ranges) {
        ArrayNode node = JSON.createArrayNode();
        ranges.forEach(range -> node.add(range(range)));
        return node;
    }

    static ArrayNode range(TradeIdRange range) {
        return JSON.createArrayNode().add(range.first()).add(range.last());
    }

    static List<TradeIdRange> ranges(JsonNode node) {
        List<TradeIdRange> ranges = new ArrayList<>();
        node.forEach(range -> ranges.add(range(range)));
        return ranges;
    }

    static TradeIdRange range(JsonNode node) {
        if (node.size() != 2
                || !node.get(0).isIntegralNumber()
                || !node.get(1).isIntegralNumber()) {
            throw new IllegalArgumentException(node + " is not a first and a last id");
        }
        return new TradeIdRange(node.get(0).longValue(), node.get(1).longValue());
    }
}
