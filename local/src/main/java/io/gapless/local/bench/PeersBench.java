package io.gapless.local.bench;

import io.gapless.local.build.Build;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The listener against what people use instead: clients that only receive and decode, while it also
/// stores. The same trades, one connection, one core, in turns.
///
/// Nothing of what they are made of is part of the project: it is fetched when this is first run. What
/// cannot be had here is left out, with the reason.
public final class PeersBench implements Bench {
    private static final double A_THIRD = 1.0 / 3;
    private static final Duration INSTALL_WITHIN = Duration.ofMinutes(5);
    private static final String XCHANGE = "cpu_vs_xchange";
    private static final String CONNECTOR = "cpu_vs_binance_connector";
    private static final String CCXT = "cpu_vs_ccxt";

    private record Peer(String figure, double mostOfIt, PeerContender contender) {}

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String description() {
        return "the listener against XChange, Binance's connector and ccxt pro, which only receive and decode";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 4 : 25);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        int turns = settings.quick() ? 1 : 5;
        // Enough for a JVM's compilers; Node needs less, and takes much longer for each.
        long many = 5_000_000;
        long some = 3_000_000;
        long few = settings.quick() ? 200_000 : 500_000;
        List<Figure> figures = new ArrayList<>();
        List<Peer> peers = peers(figures);
        List<String> flags =
                settings.listenerFlags().isEmpty()
                        ? ListenerMemory.FLAGS
                        : settings.listenerFlags();
        List<Race.Entry> entries = new ArrayList<>();
        entries.add(new Race.Entry(new ListenerContender(1, flags), many, many));
        for (Peer peer : peers) {
            long trades = peer.figure().equals(CCXT) ? few : some;
            entries.add(new Race.Entry(peer.contender(), trades, trades));
        }
        List<List<Turn>> results = new Race(entries, turns).run(settings, story);
        List<Turn> ours = results.removeFirst();
        figures.add(micros(ours).figure("listener_us_per_trade", "µs", "socket to durable object"));
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            String who = peer.contender().name();
            figures.add(
                    Race.ratio(ours, results.get(i))
                            .figure(peer.figure(), "x", "CPU per trade over that of " + who)
                            .atMost(peer.mostOfIt()));
            figures.add(
                    micros(results.get(i))
                            .figure(
                                    peer.figure().replace("cpu_vs_", "") + "_us_per_trade",
                                    "µs",
                                    who + ", receiving and decoding"));
        }
        return figures;
    }

    private static Spread micros(List<Turn> turns) {
        return Spread.of(turns.stream().map(Turn::microsPerTrade).toList());
    }

    /// @param figures gets those that are left out
    private static List<Peer> peers(List<Figure> figures) throws IOException, InterruptedException {
        Checkout checkout = Checkout.ofThisProgram();
        List<Peer> peers = new ArrayList<>();
        if (Build.fetchPeers(checkout)) {
            peers.add(java(checkout, XCHANGE, "XChange", "XChangeClient"));
            peers.add(java(checkout, CONNECTOR, "Binance's connector", "BinanceConnectorClient"));
        } else {
            String reason = "Maven could not fetch it";
            figures.add(Figure.leftOut(XCHANGE, reason));
            figures.add(Figure.leftOut(CONNECTOR, reason));
        }
        Path modules = Files.createDirectories(checkout.peers().resolve("target/npm"));
        if (installed(checkout.peers().resolve("src/main/js"), modules)) {
            String client = checkout.peers().resolve("src/main/js/ccxt-client.mjs").toString();
            peers.add(
                    new Peer(
                            CCXT,
                            A_THIRD,
                            new PeerContender("ccxt pro", List.of("node", client), modules)));
        } else {
            figures.add(Figure.leftOut(CCXT, "Node.js or npm is not there, or could not fetch it"));
        }
        return peers;
    }

    private static Peer java(Checkout checkout, String figure, String name, String client) {
        Path built = checkout.peers().resolve("target");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ListenerMemory.FLAGS);
        command.addAll(
                List.of(
                        "-cp",
                        built.resolve("peers.jar") + ":" + built.resolve("lib") + "/*",
                        "io.gapless.peers." + client));
        return new Peer(figure, 1, new PeerContender(name, command, built));
    }

    /// Installs what the package asks for into a folder, unless it is there.
    private static boolean installed(Path sources, Path folder) throws InterruptedException {
        try {
            Path wanted = sources.resolve("package.json");
            Path present = folder.resolve("package.json");
            if (Files.exists(present)
                    && Files.mismatch(wanted, present) < 0
                    && Files.exists(folder.resolve("node_modules/ccxt"))) {
                return true;
            }
            Files.copy(wanted, present, StandardCopyOption.REPLACE_EXISTING);
            Process npm =
                    new ProcessBuilder(
                                    "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("install.log").toFile())
                            .start();
            return npm.waitFor(INSTALL_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    && npm.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
