package io.gapless.simulation;

import java.util.List;

/// How a failing seed is told to people.
final class Failure {
    private static final int LAST_LINES = 150;

    private Failure() {}

    static String message(long seed, Throwable why, List<String> story) {
        List<String> end = story.subList(Math.max(0, story.size() - LAST_LINES), story.size());
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
