package io.gapless.listener.feed;

import org.jspecify.annotations.Nullable;

/// The keys of a frame that are looked at; every other is ignored.
enum FrameKey {
    EVENT("e"),
    EVENT_TIME("E"),
    SYMBOL("s"),
    ID("t"),
    PRICE("p"),
    QUANTITY("q"),
    TIME("T"),
    BUYER_IS_MAKER("m"),
    BEST_MATCH("M"),
    STREAM("stream"),
    RESULT("result"),
    REQUEST("id"),
    CODE("code"),
    MESSAGE("msg");

    private static final FrameKey[] ALL = values();

    /// How Binance writes it.
    final String text;

    FrameKey(String text) {
        this.text = text;
    }

    static @Nullable FrameKey of(String text) {
        for (FrameKey key : ALL) {
            if (key.text.equals(text)) {
                return key;
            }
        }
        return null;
    }

    static int count() {
        return ALL.length;
    }
}
