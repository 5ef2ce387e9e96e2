package io.gapless.local.command;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.local.run.ExchangeMemory;
import io.gapless.local.run.LocalSystem;
import io.gapless.local.run.RunSettings;
import io.gapless.trade.Symbol;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless run`.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole system on this machine: the listener as a process of its own, the repair on a schedule,"
                    + " Parquet files and checkpoints in a folder.",
            "Without options it is a demonstration that needs no network: a simulated exchange trades, the listener is"
                    + " killed and started again, the repair fills the hole, and every row is compared with what was"
                    + " traded. A second start on the same folder goes on where the first ended."
        })
final class RunCommand implements Callable<Integer> {
    private static final URI BINANCE_STREAM = URI.create("wss://stream.binance.com:9443");
    private static final URI BINANCE_REST = URI.create("https://api.binance.com");
    private static final long DEFAULT_SEED = 1;

    /// Where the archive of `--aws local` is unless the user says otherwise.
    private static final String AWS_PLACE = PlaceOptions.DEFAULT_PLACE + "/aws-local";

    /// Which AWS.
    enum Aws {
        local,
    }

    /// Which exchange.
    enum Exchange {
        simulated,
        binance,
    }

    @Option(
            names = {"-s", "--symbols"},
            paramLabel = "SYMBOL",
            split = ",",
            defaultValue = "BTCUSDT,ETHUSDT,BNBUSDT",
            description = "What to archive. Default: ${DEFAULT-VALUE}")
    private List<String> symbols = List.of();

    @Option(
            names = "--exchange",
            defaultValue = "simulated",
            description =
                    "${COMPLETION-CANDIDATES}. binance: the live one, public, without a key, until Ctrl-C."
                            + " Default: ${DEFAULT-VALUE}")
    private Exchange exchange = Exchange.simulated;

    @Option(
            names = "--aws",
            paramLabel = "local",
            description =
                    "local: the same on the cloud's own programs, the listener's jar and the Lambda's handler, over"
                            + " S3Proxy and DynamoDB Local in place of a folder and SQLite. They are fetched at the"
                            + " first time (65 MB).")
    private @Nullable Aws aws;

    @Option(
            names = {"-d", "--data-dir"},
            paramLabel = "FOLDER",
            description =
                    "Where the archive and everything else is. Default: "
                            + PlaceOptions.DEFAULT_PLACE
                            + ", with --aws local "
                            + AWS_PLACE)
    private @Nullable Path dataDir;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to trade. Default: 60s simulated, until Ctrl-C live.")
    private @Nullable Duration time;

    @Option(
            names = "--flush-interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long trades are held before they are written. Default: 5s simulated, 60s live.")
    private @Nullable Duration flushInterval;

    @Option(
            names = "--repair-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Between two repairs. Default: 5s simulated, 60s live.")
    private @Nullable Duration repairEvery;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "The simulated exchange's port; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description =
                    "Trades per second of each symbol at a new simulated exchange. Default: ${DEFAULT-VALUE}")
    private double rate = 40;

    @Option(names = "--no-kill", description = "Leave the listener alone.")
    private boolean noKill;

    @Option(
            names = "--stream-url",
            paramLabel = "URL",
            description = "Another stream base than the exchange's, for --exchange binance.")
    private @Nullable URI streamUrl;

    @Option(
            names = "--rest-url",
            paramLabel = "URL",
            description = "Another REST base than the exchange's, for --exchange binance.")
    private @Nullable URI restUrl;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        List<Symbol> named = symbols.stream().map(Symbol::of).distinct().toList();
        try (RunPlace place = RunPlace.open(root(), aws != null, out)) {
            return switch (exchange) {
                case simulated -> simulated(named, place, out);
                case binance -> live(named, place, out);
            };
        }
    }

    private Path root() {
        if (dataDir != null) {
            return dataDir.toAbsolutePath().normalize();
        }
        return Path.of(aws == null ? PlaceOptions.DEFAULT_PLACE : AWS_PLACE).toAbsolutePath();
    }

    private int simulated(List<Symbol> named, RunPlace place, PrintWriter out)
            throws InterruptedException {
        ExchangeMemory memory =
                ExchangeMemory.of(
                        place.dataDir(),
                        ExchangeMemory.opening(
                                DEFAULT_SEED, rate, SeededTape.DEFAULT_HISTORY, Clock.systemUTC()));
        SeededTape tape =
                SeededTape.of(named.stream().map(Symbol::exchangeName).toList(), memory.rate())
                        .withSeed(memory.seed())
                        .withHistory(memory.history())
                        .withAnchor(memory.opened());
        try (SimulatedExchange simulated = start(ExchangeSettings.of(tape).withPort(port));
                LocalSystem system =
                        open(
                                new Defaults(
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(15),
                                        Duration.ofSeconds(5),
                                        6_000),
                                named,
                                place,
                                simulated.streamUrl(),
                                simulated.restUrl(),
                                out)) {
            out.printf(
                    "simulated exchange at %s, archive at %s%n",
                    simulated.restUrl(), system.place());
            boolean holds =
                    system.demonstrate(
                            simulated, time == null ? Duration.ofSeconds(60) : time, !noKill);
            out.println(system.hint());
            out.flush();
            return holds ? 0 : 1;
        }
    }

    private int live(List<Symbol> named, RunPlace place, PrintWriter out)
            throws InterruptedException {
        try (LocalSystem system =
                open(
                        new Defaults(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(60),
                                3_000),
                        named,
                        place,
                        streamUrl == null ? BINANCE_STREAM : streamUrl,
                        restUrl == null ? BINANCE_REST : restUrl,
                        out)) {
            out.printf("archive at %s; Ctrl-C ends it%n", system.place());
            if (!system.live(Optional.ofNullable(time))) {
                return Failures.CANNOT_WORK;
            }
            out.println(system.hint());
            out.flush();
            return 0;
        }
    }

    /// What differs between the demonstration and the live exchange.
    private record Defaults(
            Duration flush, Duration claimLife, Duration staleAfter, Duration repair, int weight) {}

    private LocalSystem open(
            Defaults defaults,
            List<Symbol> named,
            RunPlace place,
            URI stream,
            URI rest,
            PrintWriter out) {
        RunSettings settings =
                new RunSettings(
                        named,
                        place.dataDir(),
                        place.place(),
                        place.env(),
                        stream,
                        rest,
                        flushInterval == null ? defaults.flush() : flushInterval,
                        defaults.claimLife(),
                        defaults.staleAfter(),
                        repairEvery == null ? defaults.repair() : repairEvery,
                        defaults.weight());
        return place.system(settings, out);
    }

    private static SimulatedExchange start(ExchangeSettings settings) {
        try {
            return SimulatedExchange.start(settings);
        } catch (IllegalStateException e) {
            throw new Failures.CannotWork(
                    "%s. Say --port with another one, or leave it out.".formatted(e.getMessage()));
        }
    }
}
