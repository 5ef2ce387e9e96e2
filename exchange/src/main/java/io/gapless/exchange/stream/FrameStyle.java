package io.gapless.exchange.stream;

/// The forms a trade frame has: raw or combined, times in ms or µs.
enum FrameStyle {
    RAW_MILLIS(false, false),
    RAW_MICROS(false, true),
    COMBINED_MILLIS(true, false),
    COMBINED_MICROS(true, true);

    private final boolean combined;
    private final boolean micros;

    FrameStyle(boolean combined, boolean micros) {
        this.combined = combined;
        this.micros = micros;
    }

    static FrameStyle of(boolean combined, boolean micros) {
        if (combined) {
            return micros ? COMBINED_MICROS : COMBINED_MILLIS;
        }
        return micros ? RAW_MICROS : RAW_MILLIS;
    }

    boolean combined() {
        return combined;
    }

    boolean micros() {
        return micros;
    }

    /// A time in the unit of this style.
    long time(long epochMicros) {
        return micros ? epochMicros : Math.floorDiv(epochMicros, 1_000L);
    }
}
