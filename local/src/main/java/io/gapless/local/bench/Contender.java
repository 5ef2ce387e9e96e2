package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A program that takes the trades of a [FirehoseProcess] and is measured at it.
interface Contender {
    /// What all of them are asked for.
    List<String> SYMBOLS =
            IntStream.rangeClosed(1, 100).mapToObj("GAP%04dUSDT"::formatted).toList();

    /// Processor time that a program at rest takes in [#REST], in seconds: two ticks of the kernel.
    double IDLE_CPU = 0.021;

    Duration REST = Duration.ofMillis(500);

    /// What people call it.
    String name();

    /// How many connections it makes to the same trades.
    int connections();

    /// Starts it, so that it connects.
    ///
    /// @param folder for its log and what it stores
    Child start(FirehoseProcess exchange, CpuLimit limit, Path folder) throws IOException;

    /// Waits until it has dealt with all that was sent: until it is at rest.
    ///
    /// @param trades sent so far, once each
    default void settle(Child process, Path folder, long trades)
            throws IOException, InterruptedException {
        double before = -1;
        double now = cpuSeconds(process);
        while (now - before > IDLE_CPU) {
            Thread.sleep(REST);
            before = now;
            now = cpuSeconds(process);
        }
    }

    /// Processor time that the process has taken so far, in seconds.
    static double cpuSeconds(Child process) throws IOException {
        return ProcessSample.of(process.pid(), 0).cpuSeconds();
    }
}
