package io.gapless.local.command;

import io.gapless.local.chaos.Chaos;
import io.gapless.local.chaos.ChaosOutcome;
import io.gapless.local.chaos.ChaosSettings;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless chaos`.
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Breaks the whole system at random, on Linux and macOS: two listeners and the repair as processes over S3Proxy"
                    + " and DynamoDB Local (fetched once, 65 MB), killed, frozen and cut off from each other and from"
                    + " a simulated exchange that makes faults itself.",
            "Then it may heal, and every row is compared with what was traded. Exits with 1 if anything is missing,"
                    + " twice or different."
        })
final class ChaosCommand implements Callable<Integer> {
    private static final int MILLIS_PER_MINUTE = 60_000;

    @Option(
            names = {"-m", "--minutes"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How long it is broken, such as 0.5. Default: ${DEFAULT-VALUE}")
    private double minutes = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed breaks the same at the same times. Default: at random.")
    private @Nullable Long seed;

    @Option(
            names = {"-s", "--symbols"},
            paramLabel = "SYMBOL",
            split = ",",
            defaultValue = "BTCUSDT,ETHUSDT",
            description = "What is traded. Default: ${DEFAULT-VALUE}")
    private List<String> symbols = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description = "Trades per second of each symbol. Default: ${DEFAULT-VALUE}")
    private double rate = 40;

    @Option(names = "--verbose", description = "Tell every blow.")
    private boolean verbose;

    @Mixin private final KeepOption keep = new KeepOption();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            throw new Failures.CannotWork("chaos needs SIGSTOP, which Windows does not have");
        }
        PrintWriter out = Output.of(spec);
        long chosen = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        Path folder = keep.folder("gapless-chaos");
        out.printf(
                "seed %d, archive and logs in %s; again: gapless chaos --minutes %s --seed %d%n",
                chosen, folder, minutes, chosen);
        out.flush();
        ChaosOutcome outcome =
                new Chaos(
                                new ChaosSettings(
                                        Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)),
                                        chosen,
                                        symbols.stream().map(Symbol::of).distinct().toList(),
                                        rate,
                                        folder),
                                out,
                                verbose)
                        .run();
        outcome.lines().forEach(out::println);
        keep.close(folder, outcome.holds(), out);
        out.flush();
        return outcome.holds() ? 0 : 1;
    }
}
