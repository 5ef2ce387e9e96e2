package io.gapless.local.chaos;

import io.gapless.config.Setting;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.local.build.Checkout;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulator;
import io.gapless.local.emulator.Emulators;
import io.gapless.local.emulator.Endpoints;
import io.gapless.local.link.Link;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Everything that runs: the exchange in this process, both stores and three writers as processes of
/// their own, and a link from each writer to each server. Closing it ends all of it.
final class ChaosWorld implements AutoCloseable {
    /// For JVMs that live for seconds.
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx160m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final SimulatedExchange exchange;
    private final Emulators emulators;
    private final Map<Writer, Map<Server, Link>> links = new EnumMap<>(Writer.class);
    private final Map<Writer, WriterProcess> writers = new EnumMap<>(Writer.class);
    private final Stores stores;
    private final Deque<AutoCloseable> closing;

    private ChaosWorld(ChaosSettings settings, Deque<AutoCloseable> closing) throws IOException {
        this.closing = closing;
        Files.createDirectories(settings.logs());
        exchange =
                opened(
                        SimulatedExchange.start(
                                ExchangeSettings.of(
                                                SeededTape.of(
                                                                settings.symbolNames(),
                                                                settings.rate())
                                                        .withSeed(settings.seed()))
                                        .withSeed(settings.seed())));
        emulators = opened(Emulators.start(new EmulatedAws(settings.folder())));
        for (Writer writer : Writer.values()) {
            Map<Server, Link> of = new EnumMap<>(Server.class);
            for (Server server : Server.values()) {
                of.put(server, opened(Link.to(() -> portOf(server))));
            }
            links.put(writer, of);
            writers.put(writer, opened(process(writer, settings)));
        }
        // The same way for this process, which nobody disturbs: a store has another port after a
        // restart.
        Map<String, String> env =
                new Endpoints(
                                at(opened(Link.to(() -> portOf(Server.S3)))),
                                at(opened(Link.to(() -> portOf(Server.DYNAMODB)))))
                        .env();
        stores =
                opened(
                        Stores.open(
                                new Place.Bucket(EmulatedAws.BUCKET, EmulatedAws.TABLE),
                                env,
                                Clock.systemUTC()));
    }

    /// Starts exchange and stores; the writers are to be started by the caller.
    static ChaosWorld open(ChaosSettings settings) {
        Deque<AutoCloseable> closing = new ArrayDeque<>();
        boolean open = false;
        try {
            ChaosWorld world = new ChaosWorld(settings, closing);
            open = true;
            return world;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be used: " + settings.folder(), e);
        } finally {
            if (!open) {
                close(closing);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        closing.push(part);
        return part;
    }

    SimulatedExchange exchange() {
        return exchange;
    }

    Stores stores() {
        return stores;
    }

    Collection<WriterProcess> writers() {
        return writers.values();
    }

    WriterProcess writer(Writer writer) {
        return Objects.requireNonNull(writers.get(writer));
    }

    Link link(Writer from, Server to) {
        return Objects.requireNonNull(Objects.requireNonNull(links.get(from)).get(to));
    }

    /// All ways from writers to servers work again.
    void clearLinks() {
        links.values().forEach(of -> of.values().forEach(Link::clear));
    }

    void interrupt(Emulator store) {
        emulators.interrupt(store);
    }

    /// @return whether it could be done
    boolean setDiskFull(Emulator store, boolean full) throws InterruptedException {
        return emulators.setDiskFull(store, full);
    }

    void restart(Emulator store) throws InterruptedException {
        emulators.restart(store);
    }

    private int portOf(Server server) {
        return server.emulator()
                .map(emulator -> emulators.endpoints().of(emulator))
                .orElseGet(exchange::restUrl)
                .getPort();
    }

    private static URI at(Link link) {
        return URI.create("http://127.0.0.1:" + link.port());
    }

    private WriterProcess process(Writer writer, ChaosSettings settings) {
        URI rest = at(link(writer, Server.EXCHANGE));
        Map<String, String> env =
                new HashMap<>(
                        new Endpoints(
                                        at(link(writer, Server.S3)),
                                        at(link(writer, Server.DYNAMODB)))
                                .env());
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(FLAGS);
        if (writer.isListener()) {
            put(env, Setting.SYMBOLS, join(settings.symbols()));
            put(env, Setting.BUCKET, EmulatedAws.BUCKET);
            put(env, Setting.CHECKPOINT_TABLE, EmulatedAws.TABLE);
            put(env, Setting.FLUSH_INTERVAL, ChaosSettings.FLUSH_INTERVAL);
            put(env, Setting.CLAIM_LIFE, ChaosSettings.CLAIM_LIFE);
            put(env, Setting.BINANCE_REST_URL, rest);
            put(env, Setting.BINANCE_STREAM_URL, rest.toString().replace("http:", "ws:"));
            command.addAll(List.of("-jar", Checkout.ofThisProgram().listener().toString()));
        } else {
            command.addAll(
                    List.of(
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.gapless.local.Gapless",
                            "repair",
                            "--every=" + ChaosSettings.REPAIR_EVERY,
                            "--data-dir=s3://" + EmulatedAws.BUCKET,
                            "--table=" + EmulatedAws.TABLE,
                            "--rest-url=" + rest,
                            "--claim-life=" + ChaosSettings.CLAIM_LIFE,
                            "--stale-after=" + ChaosSettings.STALE_AFTER));
        }
        return new WriterProcess(
                writer,
                command,
                env,
                settings.logs().resolve(writer.title().replace(' ', '-') + ".log"));
    }

    private static String join(List<Symbol> symbols) {
        return symbols.stream().map(Symbol::toString).collect(Collectors.joining(","));
    }

    private static void put(Map<String, String> env, Setting setting, Object value) {
        env.put(setting.variable(), value.toString());
    }

    @Override
    public void close() {
        close(closing);
    }

    /// Everything is closed, whatever the one before said.
    private static void close(Deque<AutoCloseable> parts) {
        List<Exception> failures = new ArrayList<>();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not everything could be ended", failures.getFirst());
        }
    }
}
