package io.gapless.simulation;

import java.util.List;

/// How a failing seed is told to people.
final class Failure {
    /// Enough to see how it ended.
    static final int LAST_LINES = 150;

    private Failure() {}

    /// @param lines how many of the story, from its end
    static String message(long seed, Throwable why, List<String> story, int lines) {
        List<String> end = story.subList(Math.max(0, story.size() - lines), story.size());
        return "seed "
                + seed
                + ": "
                + why.getMessage()
                + "\nto replay it: ./gapless simulate --seed "
                + seed
                + " --story, or ./mvnw -pl simulation -am test -Dtest=SimulationTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dseed="
                + seed
                + "\n"
                + String.join("\n", end);
    }
}
