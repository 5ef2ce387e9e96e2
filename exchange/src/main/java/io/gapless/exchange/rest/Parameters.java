package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// The query parameters of one call, with Binance's refusals for what is wrong with them.
final class Parameters {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Binance's own range for symbols, which forbids lowercase and allows other scripts since 2025-12.
    private static final String SYMBOL_RANGE = "^[\\w\\-._&&[^a-z]]{1,50}$";

    private static final Pattern SYMBOL =
            Pattern.compile(SYMBOL_RANGE, Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern NUMBER = Pattern.compile("^[0-9]{1,20}$");
    private static final String SYMBOLS_RANGE =
            "^\\[(\"[\\w\\-._&&[^a-z]]{1,50}\"(,\"[\\w\\-._&&[^a-z]]{1,50}\"){0,}){0,1}\\]$";

    private final Map<String, List<String>> values;

    Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Refuses parameters that the endpoint does not have, and doubled ones.
    void allowOnly(Set<String> names) {
        int sent = values.values().stream().mapToInt(List::size).sum();
        if (sent > values.size()) {
            throw ApiError.badRequest(-1101, "Duplicate values for a parameter detected.");
        }
        if (sent > names.size()) {
            throw ApiError.badRequest(
                    -1101,
                    "Too many parameters; expected '%d' and received '%d'."
                            .formatted(names.size(), sent));
        }
        long read = values.keySet().stream().filter(names::contains).count();
        if (read < sent) {
            throw ApiError.badRequest(
                    -1104,
                    "Not all sent parameters were read; read '%d' parameter(s) but was sent '%d'."
                            .formatted(read, sent));
        }
    }

    Optional<String> text(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (all.getFirst().isEmpty()) {
            throw ApiError.badRequest(-1105, "Parameter '%s' was empty.".formatted(name));
        }
        return Optional.of(all.getFirst());
    }

    String symbol() {
        List<String> all = values.getOrDefault("symbol", List.of());
        if (all.isEmpty() || all.getFirst().isEmpty()) {
            throw ApiError.missing("symbol");
        }
        return checkedSymbol(all.getFirst());
    }

    Optional<String> optionalSymbol() {
        return text("symbol").map(Parameters::checkedSymbol);
    }

    /// `symbols=["BTCUSDT","ETHUSDT"]`
    Optional<List<String>> symbols() {
        return text("symbols").map(Parameters::parseSymbols);
    }

    OptionalLong number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            throw ApiError.illegalNumber(name);
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException tooLarge) {
            throw ApiError.badRequest(-1108, "Parameter '%s' overflowed.".formatted(name));
        }
    }

    /// The page size: 500 by default, and 1,000 for whatever is more, without an error (seen with 5,000).
    int limit() {
        long limit = number("limit").orElse(500);
        if (limit < 1) {
            throw ApiError.badRequest(-1130, "Data sent for parameter 'limit' is not valid.");
        }
        return (int) Math.min(limit, 1_000);
    }

    private static String checkedSymbol(String symbol) {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw ApiError.illegal("symbol", SYMBOL_RANGE);
        }
        return symbol;
    }

    private static List<String> parseSymbols(String json) {
        List<String> symbols = new ArrayList<>();
        try {
            JsonNode list = JSON.readTree(json);
            if (!list.isArray() || list.isEmpty()) {
                throw ApiError.illegal("symbols", SYMBOLS_RANGE);
            }
            for (JsonNode symbol : list) {
                if (!symbol.isTextual() || !SYMBOL.matcher(symbol.textValue()).matches()) {
                    throw ApiError.illegal("symbols", SYMBOLS_RANGE);
                }
                symbols.add(symbol.textValue());
            }
        } catch (JsonProcessingException malformed) {
            throw ApiError.illegal("symbols", SYMBOLS_RANGE);
        }
        if (new HashSet<>(symbols).size() < symbols.size()) {
            throw ApiError.badRequest(-1151, "Symbol is present multiple times in the list.");
        }
        return symbols;
    }
}
