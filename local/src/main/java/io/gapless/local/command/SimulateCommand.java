package io.gapless.local.command;

import io.gapless.local.build.Build;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gapless simulate`. The simulation is a program of its own, because it stands on the tests' fakes:
/// it is built when it is first wanted, and prints for itself.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole system in simulated worlds full of faults, and checks that every trade is archived exactly"
                    + " once. A world is a seed: the same seed is always the same story.",
            "Exits with 1 when a promise was broken, and prints how to see it again."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int CANNOT_WORK = 3;

    @Option(names = "--seed", paramLabel = "SEED", description = "The first seed. Default: 0")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            description =
                    "How many worlds. Default: one for --seed, as many as --hours takes, or 1000")
    private Optional<Long> seeds = Optional.empty();

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            description = "End after so many simulated hours, if that comes first.")
    private Optional<Long> hours = Optional.empty();

    @Option(names = "--story", description = "Tell everything that happens.")
    private boolean story;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checkout checkout = Checkout.ofThisProgram();
        if (!Build.buildSimulation(checkout)) {
            return CANNOT_WORK;
        }
        Process simulation = new ProcessBuilder(command(checkout)).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(simulation::destroy));
        return simulation.waitFor();
    }

    private List<String> command(Checkout checkout) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-jar");
        command.add(checkout.simulation().toString());
        seed.ifPresent(value -> command.addAll(List.of("--seed", value.toString())));
        seeds.ifPresent(value -> command.addAll(List.of("--seeds", value.toString())));
        hours.ifPresent(value -> command.addAll(List.of("--hours", value.toString())));
        if (story) {
            command.add("--story");
        }
        return command;
    }
}
