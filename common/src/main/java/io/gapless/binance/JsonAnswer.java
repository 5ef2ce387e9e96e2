package io.gapless.binance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an answer from its beginning to its end, once, and never holds it as a tree.
///
/// Numbers may come as JSON numbers or as strings; both are taken digit by digit, nothing is rounded.
final class JsonAnswer implements AutoCloseable {
    /// What to make of an answer.
    @FunctionalInterface
    interface Format<T> {
        T read(JsonAnswer answer) throws IOException, MalformedAnswerException;
    }

    private static final JsonFactory JSON = StrictJson.builder().build();

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private final JsonParser parser;
    private String list = "";
    private int row = -1;

    private JsonAnswer(InputStream body) throws IOException {
        parser = JSON.createParser(body);
    }

    /// Reads a whole body.
    ///
    /// @throws IOException when the bytes cannot be had
    static <T> T read(InputStream body, Format<T> format)
            throws IOException, MalformedAnswerException {
        try (JsonAnswer answer = new JsonAnswer(body)) {
            return answer.readWhole(format);
        }
    }

    private <T> T readWhole(Format<T> format) throws IOException, MalformedAnswerException {
        try {
            T value = format.read(this);
            if (parser.nextToken() != null) {
                throw malformed("there is more after its end");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(
                    "not JSON at byte "
                            + parser.currentLocation().getByteOffset()
                            + ": "
                            + RefusalReader.quotable(e.getOriginalMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /// Enters the answer as a list.
    void beginList() throws IOException, MalformedAnswerException {
        expect(parser.nextToken(), JsonToken.START_ARRAY, "a list");
        row = -1;
    }

    /// Enters the answer as an object.
    void beginObject() throws IOException, MalformedAnswerException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
    }

    /// Enters the list that the current field holds.
    void enterList() throws IOException, MalformedAnswerException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, "a list");
        list = parser.currentName() + " ";
        row = -1;
    }

    /// Enters the next object of a list, or leaves the list.
    ///
    /// @return whether there was one
    boolean nextObject() throws IOException, MalformedAnswerException {
        JsonToken token = parser.nextToken();
        row++;
        if (token == JsonToken.END_ARRAY) {
            list = "";
            row = -1;
            return false;
        }
        expect(token, JsonToken.START_OBJECT, "an object");
        return true;
    }

    /// The name of the next field of an object, whose value must then be read or skipped; null at the
    /// object's end.
    @Nullable String nextField() throws IOException, MalformedAnswerException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_OBJECT) {
            return null;
        }
        expect(token, JsonToken.FIELD_NAME, "a field");
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    String text() throws IOException, MalformedAnswerException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, "text");
        return parser.getText();
    }

    /// The characters of a number, whether they stand in quotes or not.
    String number() throws IOException, MalformedAnswerException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            case null, default -> throw malformed("not a number");
        };
    }

    long integer() throws IOException, MalformedAnswerException {
        String digits = number();
        try {
            // The JDK alone would take a + and the digits of any script.
            if (INTEGER.matcher(digits).matches()) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException _) {
            // Beyond 64 bits.
        }
        throw malformed("not a 64-bit whole number: " + RefusalReader.quotable(digits));
    }

    boolean flag() throws MalformedAnswerException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw malformed("neither true nor false");
        };
    }

    /// Something is wrong at the current place.
    MalformedAnswerException malformed(String problem) {
        String place = row < 0 ? "" : list + "row " + row + ", ";
        String field = field();
        return new MalformedAnswerException(
                place + (field.isEmpty() ? "" : RefusalReader.quotable(field) + ": ") + problem);
    }

    private String field() {
        try {
            return parser.currentName() == null ? "" : parser.currentName();
        } catch (IOException _) {
            return "";
        }
    }

    private void expect(@Nullable JsonToken token, JsonToken expected, String what)
            throws MalformedAnswerException {
        if (token != expected) {
            throw malformed("expected " + what + ", found " + found(token));
        }
    }

    private static String found(@Nullable JsonToken token) {
        return token == null
                ? "its end"
                : token.asString() == null ? token.name() : token.asString();
    }
}
