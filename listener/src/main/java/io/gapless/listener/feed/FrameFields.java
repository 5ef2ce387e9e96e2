package io.gapless.listener.feed;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one JSON object in a frame, as text with their JSON type, as far as they matter.
final class FrameFields {
    private final @Nullable JsonToken[] types = new JsonToken[FrameKey.count()];
    private final @Nullable String[] texts = new String[FrameKey.count()];
    private int listed;

    void clear() {
        Arrays.fill(types, null);
        Arrays.fill(texts, null);
        listed = 0;
    }

    @SuppressWarnings("EnumOrdinal") // an array as a map
    void put(FrameKey key, JsonToken type, @Nullable String text) {
        types[key.ordinal()] = type;
        texts[key.ordinal()] = text;
    }

    /// Notes that the result is a list of that many.
    void putListed(int count) {
        put(FrameKey.RESULT, JsonToken.START_ARRAY, null);
        listed = count;
    }

    boolean has(FrameKey key) {
        return type(key) != null;
    }

    boolean is(FrameKey key, JsonToken type) {
        return type(key) == type;
    }

    /// Whether the value is exactly this text, in quotes.
    boolean isText(FrameKey key, String text) {
        return is(key, JsonToken.VALUE_STRING) && text.equals(text(key));
    }

    /// How many the result lists.
    int listed() {
        return listed;
    }

    /// The value as text; empty when there is none or it is a list or an object.
    @SuppressWarnings("EnumOrdinal") // an array as a map
    String text(FrameKey key) {
        String text = texts[key.ordinal()];
        return text == null ? "" : text;
    }

    @SuppressWarnings("EnumOrdinal") // an array as a map
    private @Nullable JsonToken type(FrameKey key) {
        return types[key.ordinal()];
    }
}
