package io.gapless.simulation;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Spec private @Nullable CommandSpec spec;

    private SimulateMain() {}

    /// Exits with 1 when a promise was broken.
    public static void main(String[] arguments) {
        System.setProperty(
                "logback.configurationFile", "io/gapless/simulation/logback-simulation.xml");
        System.exit(new CommandLine(new SimulateMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        long from = seed.orElse(0L);
        Tally tally = new Tally(from);
        long told = System.nanoTime();
        while (!isEnough(tally)) {
            long next = from + tally.worlds();
            try {
                Simulation.Result result = story ? Simulation.tell(next) : Simulation.run(next);
                tally.add(result);
                result.story().forEach(out::println);
            } catch (BrokenPromise e) {
                out.println(tally.add(e));
            }
            if (System.nanoTime() - told > PROGRESS_EVERY) {
                told = System.nanoTime();
                out.println(tally.progress());
                out.flush();
            }
        }
        tally.summary().forEach(out::println);
        out.flush();
        return tally.isGood() ? 0 : 1;
    }

    private boolean isEnough(Tally tally) {
        if (hours.isPresent() && tally.simulated().toHours() >= hours.get()) {
            return true;
        }
        // Each has an hour at least, and one that is broken counts none.
        long usual = hours.orElse(seed.isPresent() ? 1 : USUAL_SEEDS);
        return tally.worlds() >= seeds.orElse(usual);
    }
}
