package io.gapless.local.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// Processor time of the calling thread.
final class CpuTime {
    /// Calls before it counts, as a share of the measured ones: the compilers have seen the code by then.
    private static final double WARM_UP = 0.5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MICRO = 1_000;

    private CpuTime() {}

    /// Something that is measured.
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /// @return the median of so many calls, µs
    static <E extends Exception> double medianMicros(int rounds, Work<E> work) throws E {
        for (int i = 0; i < rounds * WARM_UP; i++) {
            work.run();
        }
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            work.run();
            nanos[i] = THREADS.getCurrentThreadCpuTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2] / NANOS_PER_MICRO;
    }
}
