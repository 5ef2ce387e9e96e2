package io.gapless.trade;

import java.util.Locale;

/// Where a trade was learned from.
public enum Source {
    /// The exchange's WebSocket stream.
    LIVE,
    /// The exchange's REST history.
    REST,
    /// The exchange's published daily files.
    DUMP;

    private static final int MAX_QUOTED = 20;

    /// The word in the `source` column and in object metadata: `live`, `rest`, `dump`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The source with that [#word].
    ///
    /// @throws IllegalArgumentException for any other word
    public static Source of(String word) {
        for (Source source : values()) {
            if (source.word().equals(word)) {
                return source;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is not a source: expected live, rest or dump"
                        .formatted(Excerpt.of(word, MAX_QUOTED)));
    }
}
