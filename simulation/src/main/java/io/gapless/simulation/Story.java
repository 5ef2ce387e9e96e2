package io.gapless.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What happened in a world, for people and for comparing two runs. Costs nothing unless somebody
/// wants to read it.
final class Story {
    /// Lines kept; what is beyond is left out.
    private static final int MAX_LINES = 2_000_000;

    private final Timeline time;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();

    Story(Timeline time, boolean told) {
        this.time = time;
        this.told = told;
    }

    void tell(Supplier<String> line) {
        if (told && lines.size() < MAX_LINES) {
            lines.add(time.instant() + " " + line.get());
        }
    }

    List<String> lines() {
        return lines;
    }
}
