package io.gapless.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/// How often listeners look at what has arrived, and at their connections. In production they do so
/// ten times a second: most of what happens in a quiet world would be looks at nothing.
///
/// @param shortestTurn seconds
/// @param longestTurn seconds
/// @param fasterOnes of so many listeners one is ten times as fast
/// @param tick between two looks at connections
record Pace(double shortestTurn, double longestTurn, int fasterOnes, Duration tick) {
    /// Where the times are to be those of production, nearly.
    static final Pace CLOSE = new Pace(0.3, 2, 0, Duration.ofSeconds(2));

    /// Where there are many worlds to come: those of busy machines.
    static final Pace BRISK = new Pace(2, 10, 10, Duration.ofSeconds(8));

    private static final int FASTER = 10;

    /// A listener's time between two looks, µs.
    long turn(SplittableRandom random) {
        long turn = random.nextLong((long) (shortestTurn * 1e6), (long) (longestTurn * 1e6));
        return fasterOnes > 0 && random.nextInt(fasterOnes) == 0 ? turn / FASTER : turn;
    }
}
