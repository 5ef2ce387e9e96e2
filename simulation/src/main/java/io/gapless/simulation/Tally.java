package io.gapless.simulation;

import java.time.Duration;
import java.util.List;

/// What many worlds came to.
final class Tally {
    private static final int MOST_FAILURES_TOLD = 5;

    private final long from;
    private final long begun = System.nanoTime();
    private final FaultCounts faults = new FaultCounts();
    private long worlds;
    private long broken;
    private Duration simulated = Duration.ZERO;
    private Duration longestHealing = Duration.ZERO;
    private long trades;
    private long voids;
    private long absent;

    /// @param from the first seed
    Tally(long from) {
        this.from = from;
    }

    void add(Simulation.Result result) {
        worlds++;
        faults.add(result.faults());
        simulated = simulated.plus(result.simulated());
        trades += result.trades();
        voids += result.voids();
        absent += result.absent();
        if (result.healed().compareTo(longestHealing) > 0) {
            longestHealing = result.healed();
        }
    }

    /// @return what to tell of it: the first ones whole, of the others a line
    String add(BrokenPromise failure) {
        worlds++;
        broken++;
        String whole = String.valueOf(failure.getMessage());
        return broken <= MOST_FAILURES_TOLD ? whole : whole.lines().findFirst().orElse("");
    }

    long worlds() {
        return worlds;
    }

    Duration simulated() {
        return simulated;
    }

    boolean isGood() {
        return broken == 0;
    }

    /// How far it is.
    String progress() {
        return "%d worlds, %d simulated hours, %d trades, %d broken, %d s, %s"
                .formatted(
                        worlds,
                        simulated.toHours(),
                        trades,
                        broken,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        effort());
    }

    /// Everything, after the last world.
    List<String> summary() {
        List<String> rare = faults.rare();
        return List.of(
                faults.table(),
                "%d pairs of fault and step were hit fewer than %d times%s"
                        .formatted(
                                rare.size(),
                                FaultCounts.ENOUGH,
                                rare.isEmpty() ? "" : ": " + String.join(", ", rare)),
                "%d worlds from seed %d, %d simulated hours in %s, %d trades, %d voids, %d ids absent, slowest to heal %s: %s"
                        .formatted(
                                worlds,
                                from,
                                simulated.toHours(),
                                effort(),
                                trades,
                                voids,
                                absent,
                                longestHealing,
                                isGood()
                                        ? "nothing lost, nothing twice"
                                        : broken + " broken promises"));
    }

    /// In processor time, which other work on the machine does not change much.
    private String effort() {
        Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        long perMinute = simulated.toMinutes() * 1_000 / Math.max(1, used.toMillis());
        return "%d CPU s (%d simulated hours per CPU minute)"
                .formatted(used.toSeconds(), perMinute);
    }
}
