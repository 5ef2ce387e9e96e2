package io.gapless.simulation;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs many seeds' worlds, one after the other, as `./gapless simulate`. Several processors are used
/// by several processes with seeds of their own.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Runs the whole system in simulated worlds full of faults, and checks that every trade is archived exactly once.")
public final class SimulateMain implements Callable<Integer> {
    private static final int MAX_FAILURES_TOLD = 5;
    private static final long USUAL_SEEDS = 1_000;
    private static final long PROGRESS_EVERY = Duration.ofSeconds(10).toNanos();

    @Option(names = "--seed", paramLabel = "SEED", description = "The first seed (default: 0).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            description =
                    "How many worlds (default: one for --seed, as many as --hours takes, or 1000).")
    private Optional<Long> seeds = Optional.empty();

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            description = "End after so many simulated hours, if that comes first.")
    private Optional<Long> hours = Optional.empty();

    @Option(names = "--story", description = "Tell everything that happens.")
    private boolean story;

    @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

    private SimulateMain() {}

    /// Exits with 1 when a promise was broken.
    public static void main(String[] arguments) {
        System.setProperty(
                "logback.configurationFile", "io/gapless/simulation/logback-simulation.xml");
        System.exit(new CommandLine(new SimulateMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        FaultCounts counts = new FaultCounts();
        long broken = 0;
        Duration simulated = Duration.ZERO;
        Duration longestHealing = Duration.ZERO;
        long trades = 0;
        long voids = 0;
        long absent = 0;
        long done = 0;
        long begun = System.nanoTime();
        long told = begun;
        long from = seed.orElse(0L);
        long count =
                seeds.orElse(
                        hours.isPresent() ? Long.MAX_VALUE : seed.isPresent() ? 1 : USUAL_SEEDS);
        for (long next = from; next - from < count; next++) {
            if (hours.isPresent() && simulated.compareTo(Duration.ofHours(hours.get())) >= 0) {
                break;
            }
            try {
                Simulation.Result result = story ? Simulation.tell(next) : Simulation.run(next);
                counts.add(result.faults());
                simulated = simulated.plus(result.simulated());
                trades += result.trades();
                voids += result.voids();
                absent += result.absent();
                if (result.healed().compareTo(longestHealing) > 0) {
                    longestHealing = result.healed();
                }
                result.story().forEach(out::println);
            } catch (BrokenPromise e) {
                broken++;
                String failure = String.valueOf(e.getMessage());
                out.println(
                        broken <= MAX_FAILURES_TOLD
                                ? failure
                                : failure.lines().findFirst().orElse(""));
            }
            done++;
            if (System.nanoTime() - told > PROGRESS_EVERY) {
                told = System.nanoTime();
                out.printf(
                        "%d worlds, %d simulated hours, %d trades, %d broken, %d s, %s%n",
                        done,
                        simulated.toHours(),
                        trades,
                        broken,
                        Duration.ofNanos(told - begun).toSeconds(),
                        effort(simulated));
                out.flush();
            }
        }
        out.println(counts.table());
        List<String> rare = counts.rare();
        out.printf(
                "%d pairs of fault and step were hit fewer than %d times%s%n",
                rare.size(),
                FaultCounts.ENOUGH,
                rare.isEmpty() ? "" : ": " + String.join(", ", rare));
        out.printf(
                "%d worlds from seed %d, %d simulated hours in %s, %d trades, %d voids, %d ids absent, slowest to heal %s: %s%n",
                done,
                from,
                simulated.toHours(),
                effort(simulated),
                trades,
                voids,
                absent,
                longestHealing,
                broken == 0 ? "nothing lost, nothing twice" : broken + " broken promises");
        out.flush();
        return broken == 0 ? 0 : 1;
    }

    /// In processor time, which other work on the machine does not change much.
    private static String effort(Duration simulated) {
        Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        long perMinute = simulated.toMinutes() * 1_000 / Math.max(1, used.toMillis());
        return "%d CPU s (%d simulated hours per CPU minute)"
                .formatted(used.toSeconds(), perMinute);
    }
}
