package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.backfill.BackfillHandler;
import io.gapless.config.Setting;
import io.gapless.lambda.FunctionStart;
import io.gapless.lambda.RuntimeApi;
import io.gapless.local.build.Checkout;
import io.gapless.local.place.Stores;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The repair's zip under Amazon's runtime client: until its first scheduled run has answered, which had
/// 1,000 trades to fetch and to archive.
///
/// @param flags of the JVM
/// @param snapshot whether it is restored from a snapshot; then what comes before the restore does not count
record ColdFunction(
        String name,
        FunctionStart function,
        List<String> flags,
        boolean snapshot,
        ColdBench.World world)
        implements ColdStart.Program {
    static final Symbol SYMBOL = Symbol.of(ColdBench.World.REPAIRED);

    /// As many as a page of the exchange has.
    static final int TRADES = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(70);
    private static final String SCHEDULED =
            "{\"source\":\"aws.scheduler\",\"detail-type\":\"Scheduled Event\"}";

    /// Of Amazon's client, which stands beside the emulators.
    private static final List<String> CLIENT = List.of("aws-lambda-java-", "utils-lite-");

    /// Of the zip of this checkout.
    ///
    /// @param into an empty folder
    static FunctionStart unpack(Path into) throws IOException {
        Checkout checkout = Checkout.ofThisProgram();
        Path libraries = checkout.emulators().resolveSibling("lib");
        try (Stream<Path> files = Files.list(libraries)) {
            String client =
                    files.filter(file ->
                                    CLIENT.stream()
                                            .anyMatch(file.getFileName().toString()::startsWith))
                            .map(Path::toString)
                            .sorted()
                            .collect(Collectors.joining(File.pathSeparator));
            return new FunctionStart(
                    FunctionStart.unpack(checkout.function(), into),
                    client,
                    BackfillHandler.class.getName() + "::handleRequest");
        }
    }

    @Override
    public ColdStart start() throws IOException, InterruptedException {
        wantMore();
        CompletableFuture<Child> started = new CompletableFuture<>();
        AtomicReference<ColdStart> uncounted = new AtomicReference<>(new ColdStart(0, 0));
        long begun = System.nanoTime();
        try (RuntimeApi api = new RuntimeApi(() -> uncounted.set(soFar(started.join(), begun)));
                Child process =
                        Child.start(
                                world.limit(),
                                function.command(flags),
                                env(api),
                                function.taskRoot(),
                                world.folder().resolve("function.log"))) {
            started.complete(process);
            RuntimeApi.Answer answer = api.invoke(SCHEDULED, TIMEOUT).await(PATIENCE);
            ColdStart all = ColdStart.soFar(process, begun);
            JsonNode report = new JsonMapper().readTree(answer.body());
            if (answer.failed() || report.path("filled").asInt() != TRADES) {
                throw new IOException(
                        "the function did not repair: " + answer.body() + process.printed());
            }
            // Whoever makes a cache does it at its end.
            process.stop(PATIENCE);
            return all.since(uncounted.get());
        } catch (TimeoutException e) {
            throw new IOException("the function did not answer", e);
        }
    }

    private static ColdStart soFar(Child process, long begun) {
        try {
            return ColdStart.soFar(process, begun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> env(RuntimeApi api) {
        Map<String, String> env = new HashMap<>(world.storage().env());
        env.putAll(function.variables(api));
        if (snapshot) {
            env.putAll(FunctionStart.WITH_SNAPSHOT);
        }
        env.put(Setting.BINANCE_REST_URL.variable(), world.exchange().restUrl().toString());
        return env;
    }

    /// Asks for ids before those that were asked for last.
    private void wantMore() throws IOException, InterruptedException {
        long end = world.exchange().truth(SYMBOL.toString()).get("lastId").asLong() - TRADES;
        try (Stores stores = world.storage().open()) {
            Checkpoints checkpoints = stores.checkpoints();
            Checkpoint now = checkpoints.read(SYMBOL).orElseGet(() -> Checkpoint.none(SYMBOL));
            long last = now.stored().span().map(span -> span.first() - 1).orElse(end);
            TradeIdRange range = new TradeIdRange(last - TRADES + 1, last);
            if (!checkpoints.write(now.change().ask(range).at(Clock.systemUTC().instant()))) {
                throw new IOException("somebody else writes this checkpoint");
            }
        }
    }
}
