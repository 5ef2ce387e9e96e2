package io.gapless.local.bench;

import java.io.IOException;
import java.util.Locale;

/// What a start took until there was something to show for it.
///
/// @param cpuSeconds user and system time of the process
/// @param seconds that passed
record ColdStart(double cpuSeconds, double seconds) {
    private static final double NANOS_PER_SECOND = 1e9;

    /// A program that is started anew for each turn.
    interface Program {
        /// What people call it.
        String name();

        /// Starts it, waits for the first result, and ends it.
        ColdStart start() throws IOException, InterruptedException;
    }

    /// A running process, now.
    ///
    /// @param begun by [System#nanoTime], before it was started
    static ColdStart soFar(Child process, long begun) throws IOException {
        return new ColdStart(
                Contender.cpuSeconds(process), (System.nanoTime() - begun) / NANOS_PER_SECOND);
    }

    ColdStart since(ColdStart earlier) {
        return new ColdStart(cpuSeconds - earlier.cpuSeconds, seconds - earlier.seconds);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s of CPU, %.2f s that passed", cpuSeconds, seconds);
    }
}
