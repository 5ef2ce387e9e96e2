package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.Excerpt;
import io.gapless.trade.TradeIdRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one document, read strictly: whatever is not as expected is refused with its path.
///
/// For one thread.
final class DocumentFields {
    private static final int MAX_QUOTED = 200;

    private final String whose;
    private final String path;
    private final Map<String, ?> fields;
    private final Set<String> known = new HashSet<>();

    /// @param whose what the document is, for messages
    /// @param path where in it these fields are, such as `claims[2].`
    DocumentFields(String whose, String path, Map<String, ?> fields) {
        this.whose = whose;
        this.path = path;
        this.fields = fields;
    }

    String text(String name) {
        return expect(name, field(name), String.class, "a string");
    }

    long number(String name) {
        return expect(name, field(name), Long.class, "a whole number");
    }

    OptionalLong optionalNumber(String name) {
        return field(name) == null ? OptionalLong.empty() : OptionalLong.of(number(name));
    }

    Instant time(String name) {
        return parsed(name, StoredTime::parse);
    }

    /// A string that `parser` understands, or refuses with one of the two exceptions that parsers of
    /// values throw.
    <T> T parsed(String name, Function<String, T> parser) {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refusal("\"" + path + name + "\" cannot be read: " + quoted(e.getMessage()), e);
        }
    }

    TradeIdRange range(String name) {
        return range(name, field(name));
    }

    /// Pairs that are in ascending order and neither overlap nor touch.
    Coverage coverage(String name) {
        List<TradeIdRange> ranges = new ArrayList<>();
        for (Object pair : expect(name, field(name), List.class, "a list of pairs")) {
            ranges.add(range(name, pair));
        }
        Coverage coverage = Coverage.of(ranges);
        if (!coverage.ranges().equals(ranges)) {
            throw refusal(
                    "\"" + path + name + "\" holds ranges that overlap, touch or are out of order",
                    null);
        }
        return coverage;
    }

    List<DocumentFields> documents(String name) {
        List<DocumentFields> documents = new ArrayList<>();
        for (Object element : expect(name, field(name), List.class, "a list of documents")) {
            documents.add(document(name + "[" + documents.size() + "]", element));
        }
        return documents;
    }

    Optional<DocumentFields> optionalDocument(String name) {
        Object value = field(name);
        return value == null ? Optional.empty() : Optional.of(document(name, value));
    }

    /// To be called last: there must be no field that was not asked for.
    void refuseOthers() {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw refusal(
                        "\""
                                + path
                                + quoted(name)
                                + "\" is not known to this version of Gapless, and would be lost at its next write: update this program",
                        null);
            }
        }
    }

    StorageRefusedException refusal(String what, @Nullable Throwable cause) {
        String where = path.isEmpty() ? whose : whose + ", " + path.substring(0, path.length() - 1);
        return new StorageRefusedException(
                where
                        + ": "
                        + what
                        + ". Nothing was changed. Stop all writers and make the checkpoint anew from the archive with `gapless rebuild`",
                cause);
    }

    /// What is in a document may be anything, of any length.
    static String quoted(@Nullable Object value) {
        return Excerpt.of(String.valueOf(value), MAX_QUOTED);
    }

    private @Nullable Object field(String name) {
        known.add(name);
        return fields.get(name);
    }

    private TradeIdRange range(String name, @Nullable Object value) {
        if (value instanceof List<?> pair
                && pair.size() == 2
                && pair.get(0) instanceof Long first
                && pair.get(1) instanceof Long last) {
            try {
                return new TradeIdRange(first, last);
            } catch (IllegalArgumentException e) {
                throw refusal("\"" + path + name + "\" holds what is " + e.getMessage(), e);
            }
        }
        throw refusal(
                "\""
                        + path
                        + name
                        + "\" should hold pairs [first, last], but there is "
                        + quoted(value),
                null);
    }

    private DocumentFields document(String name, Object value) {
        Map<?, ?> map = expect(name, value, Map.class, "a document");
        Map<String, Object> named = new java.util.LinkedHashMap<>();
        map.forEach((key, field) -> named.put(String.valueOf(key), field));
        return new DocumentFields(whose, path + name + ".", named);
    }

    private <T> T expect(String name, @Nullable Object value, Class<T> type, String form) {
        if (value == null) {
            throw refusal("\"" + path + name + "\" is missing", null);
        }
        if (!type.isInstance(value)) {
            throw refusal(
                    "\"" + path + name + "\" should be " + form + ", but is " + quoted(value),
                    null);
        }
        return type.cast(value);
    }
}
