package io.gapless.simulation;

import java.io.PrintWriter;
import java.time.Duration;
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
    private static final long PROGRESS_EVERY = Duration.ofSeconds(10).toNanos();

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "How many worlds (default: ${DEFAULT-VALUE}).")
    private long seeds;

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
        // Processes of a world take turns: with one carrier a turn costs no wake-up of a thread.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
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
        for (long seed = from; seed < from + seeds; seed++) {
            if (hours.isPresent() && simulated.compareTo(Duration.ofHours(hours.get())) >= 0) {
                break;
            }
            try {
                Simulation.Result result = story ? Simulation.tell(seed) : Simulation.run(seed);
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
                if (broken <= MAX_FAILURES_TOLD) {
                    out.println(e.getMessage());
                }
            }
            done++;
            if (System.nanoTime() - told > PROGRESS_EVERY) {
                told = System.nanoTime();
                out.printf(
                        "%d worlds, %d simulated hours, %d trades, %d broken, %d s%n",
                        done,
                        simulated.toHours(),
                        trades,
                        broken,
                        Duration.ofNanos(told - begun).toSeconds());
                out.flush();
            }
        }
        out.print(counts);
        out.printf(
                "%d worlds from seed %d, %d simulated hours, %d trades, %d voids, %d ids absent, slowest to heal %s: %s%n",
                done,
                from,
                simulated.toHours(),
                trades,
                voids,
                absent,
                longestHealing,
                broken == 0 ? "nothing lost, nothing twice" : broken + " broken promises");
        out.flush();
        return broken == 0 ? 0 : 1;
    }
}
