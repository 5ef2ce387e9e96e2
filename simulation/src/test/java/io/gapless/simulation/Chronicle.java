package io.gapless.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What happened in a story, for people: a line each, with the time since its beginning.
final class Chronicle {
    /// More would be no story any more.
    static final int MAX_LINES = 60;

    private final Timeline time;
    private final long start;
    private final List<String> lines = new ArrayList<>();

    Chronicle(Timeline time) {
        this.time = time;
        start = time.now();
    }

    void tell(String line) {
        if (lines.size() == MAX_LINES) {
            throw new IllegalStateException("too much happens: " + String.join("\n", lines));
        }
        lines.add(clock(since()) + "  " + line);
    }

    /// Since the beginning.
    Duration since() {
        return Duration.ofNanos((time.now() - start) * 1_000);
    }

    List<String> lines() {
        return lines;
    }

    private static String clock(Duration time) {
        return "%02d:%02d:%02d"
                .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /// Such as `1 h 2 min 3 s`.
    static String length(Duration time) {
        Duration whole = time.plusMillis(500);
        List<String> parts = new ArrayList<>();
        if (whole.toHours() > 0) {
            parts.add(whole.toHours() + " h");
        }
        if (whole.toMinutesPart() > 0) {
            parts.add(whole.toMinutesPart() + " min");
        }
        if (whole.toSecondsPart() > 0 || parts.isEmpty()) {
            parts.add(whole.toSecondsPart() + " s");
        }
        return String.join(" ", parts);
    }
}
