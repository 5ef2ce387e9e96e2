package io.gapless.local.rehearsal;

import java.util.ArrayList;
import java.util.List;

/// Everything that is not as it has to be, in the order in which it was noticed. Safe for use by several threads.
final class Complaints {
    /// Told one by one; the rest is counted.
    static final int MAX_TOLD = 30;

    private final List<String> told = new ArrayList<>();
    private long count;

    synchronized void add(String sentence) {
        count++;
        if (told.size() < MAX_TOLD) {
            told.add(sentence);
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> told() {
        return List.copyOf(told);
    }
}
