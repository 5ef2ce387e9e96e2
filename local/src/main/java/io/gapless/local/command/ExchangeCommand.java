package io.gapless.local.command;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.FaultCatalogue;
import io.gapless.exchange.tape.RecordingTape;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Tape;
import java.io.PrintWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless exchange`.
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the simulated exchange alone: streams, REST, files of past days and control on one port of 127.0.0.1,"
                    + " until Ctrl-C.",
            "It trades a seeded tape or plays a recording, keeps Binance's limits, and makes faults on request:",
            "  curl -X POST 'http://127.0.0.1:9080/control/faults?fault=drop&probability=0.01'",
            "  curl http://127.0.0.1:9080/control/              (every fault with an example)",
            "  curl 'http://127.0.0.1:9080/control/truth?symbol=BTCUSDT'"
        })
final class ExchangeCommand implements Callable<Integer> {
    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "9080",
            description = "The port; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port = 9080;

    @Option(
            names = {"-s", "--symbols"},
            paramLabel = "SYMBOL",
            split = ",",
            defaultValue = "BTCUSDT,ETHUSDT,BNBUSDT",
            description = "Symbols of the seeded tape. Default: ${DEFAULT-VALUE}")
    private List<String> symbols = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Trades per second of each symbol, in the mean. Default: ${DEFAULT-VALUE}")
    private double rate = SeededTape.DEFAULT_RATE;

    @Option(
            names = "--burstiness",
            paramLabel = "0..1",
            defaultValue = "0.3",
            description = "Share of the trades that come in bursts. Default: ${DEFAULT-VALUE}")
    private double burstiness = SeededTape.DEFAULT_BURSTINESS;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Trades of each symbol before the start, which REST serves. Default: ${DEFAULT-VALUE}")
    private long history = SeededTape.DEFAULT_HISTORY;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed trades the same. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            split = ",",
            description = "Play these recordings, one after the other, in place of a seeded tape.")
    private @Nullable List<Path> recordings;

    @Option(
            names = "--start",
            paramLabel = "UTC",
            description =
                    "The market's first instant, such as 2026-01-01T23:59:00Z. Default: now, or the recording's.")
    private @Nullable Instant start;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seconds of the market per second. Default: ${DEFAULT-VALUE}")
    private double speed = 1;

    @Option(
            names = "--fault",
            paramLabel = "QUERY",
            description =
                    "A fault from the start, written as for /control/faults, such as"
                            + " 'fault=drop&probability=0.01'. Can be given several times.")
    private List<String> faults = List.of();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Stop after this time. Default: at Ctrl-C.")
    private @Nullable Duration time;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        ExchangeSettings settings =
                ExchangeSettings.of(tape()).withPort(port).withSpeed(speed).withSeed(seed);
        if (start != null) {
            settings = settings.withStart(start);
        }
        try (SimulatedExchange exchange = started(settings)) {
            faults.forEach(
                    query -> exchange.faults().inject(FaultCatalogue.parse(parameters(query))));
            out.printf("REST     %s/api/v3/%n", exchange.restUrl());
            out.printf("streams  %s/stream?streams=…%n", exchange.streamUrl());
            out.printf(
                    "dumps    %s/data/spot/daily/trades/… (from the next day on)%n",
                    exchange.dumpUrl());
            out.printf("control  %s/control/%n", exchange.restUrl());
            out.flush();
            CountDownLatch forEver = new CountDownLatch(1);
            if (time == null) {
                forEver.await();
            } else {
                forEver.await(time.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return 0;
    }

    private Tape tape() {
        if (recordings != null) {
            return RecordingTape.of(recordings.toArray(Path[]::new));
        }
        return SeededTape.of(symbols, rate)
                .withSeed(seed)
                .withBurstiness(burstiness)
                .withHistory(history);
    }

    private static SimulatedExchange started(ExchangeSettings settings) {
        try {
            return SimulatedExchange.start(settings);
        } catch (IllegalStateException e) {
            throw new Failures.CannotWork(
                    "%s. Say --port with another one, or --port 0.".formatted(e.getMessage()));
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "--fault %s: expected name=value&name=value".formatted(query));
            }
            parameters.put(
                    part.substring(0, equals),
                    URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
