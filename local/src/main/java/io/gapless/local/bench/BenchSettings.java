package io.gapless.local.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// How a benchmark is to run.
///
/// @param time for the measured part
/// @param quick the short form
/// @param cpus how many processors the measured program may use; a quarter is 0.25
/// @param roundTrip how far the exchange's REST interface is away
/// @param listenerFlags flags of the listener's JVM, in place of the usual ones if there are any
/// @param rows trades of the busiest day, if other than usual
/// @param folder an empty folder for archives and logs
public record BenchSettings(
        Duration time,
        boolean quick,
        double cpus,
        Duration roundTrip,
        List<String> listenerFlags,
        OptionalLong rows,
        Path folder) {
    public BenchSettings {
        if (!time.isPositive() || !(cpus > 0) || roundTrip.isNegative()) {
            throw new IllegalArgumentException(
                    "a benchmark of %s on %s processors, %s away".formatted(time, cpus, roundTrip));
        }
        listenerFlags = List.copyOf(listenerFlags);
    }
}
