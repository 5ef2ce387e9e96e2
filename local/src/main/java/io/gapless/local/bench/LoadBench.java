package io.gapless.local.bench;

import io.gapless.config.Setting;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.FolderListenerMain;
import io.gapless.local.verify.SymbolVerdict;
import io.gapless.local.verify.Verification;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The listener under the load of a busy market, in the memory of a small container: 100 symbols,
/// 10,000 trades a second, and now and then 50,000 in one second.
public final class LoadBench implements Bench {
    static final int SYMBOLS = 100;
    static final int TRADES_PER_SECOND = 10_000;
    static final int BURST = 50_000;

    /// The container whose memory the listener must stay in.
    static final int CONTAINER_MB = 512;

    /// What resident memory may grow by from the second quarter of the time to the last, in MB.
    static final double FLAT_MB = 8;

    private static final Duration BURST_EVERY = Duration.ofSeconds(30);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    /// Frames that are on their way when trading stops have come by then.
    private static final Duration AFTER_THE_LAST_TRADE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String description() {
        return "the listener at 100 symbols and 10,000 trades/s with bursts of 50,000, in a container's memory";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return quick ? Duration.ofSeconds(45) : Duration.ofMinutes(10);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        List<String> symbols =
                IntStream.rangeClosed(1, SYMBOLS).mapToObj("GAP%04dUSDT"::formatted).toList();
        Path archive = settings.folder().resolve("archive");
        try (RemoteExchange exchange = exchange(symbols, settings);
                CpuLimit limit = CpuLimit.of(settings.cpus());
                Child listener = listener(symbols, exchange, archive, limit, settings)) {
            story.accept(
                    "listener %d held to %s processors by %s, flags %s"
                            .formatted(
                                    listener.pid(),
                                    settings.cpus(),
                                    limit.how(),
                                    String.join(" ", flags(settings))));
            awaitFollowed(archive, listener);
            List<ProcessSample> samples = new ArrayList<>();
            double exchangeCpu = ProcessSample.of(exchange.pid(), 0).cpuSeconds();
            load(settings, exchange, listener, symbols, samples, story);
            exchangeCpu = ProcessSample.of(exchange.pid(), 0).cpuSeconds() - exchangeCpu;
            exchange.fault("fault=halt");
            Thread.sleep(AFTER_THE_LAST_TRADE);
            story.accept("trading has stopped; SIGTERM");
            boolean stopped = listener.stop(PATIENCE);
            story.accept(stopped ? "the listener has ended" : "the listener did not end");
            List<Figure> figures = new ArrayList<>();
            figures.addAll(archived(archive, exchange, symbols, settings));
            figures.addAll(process(samples, exchangeCpu, figures.getFirst().value(), settings));
            return figures;
        }
    }

    private static RemoteExchange exchange(List<String> symbols, BenchSettings settings)
            throws IOException, InterruptedException {
        return RemoteExchange.start(
                List.of(
                        "--symbols",
                        String.join(",", symbols),
                        "--rate",
                        Integer.toString(TRADES_PER_SECOND / SYMBOLS)),
                settings.folder().resolve("exchange.log"));
    }

    private static Child listener(
            List<String> symbols,
            RemoteExchange exchange,
            Path archive,
            CpuLimit limit,
            BenchSettings settings)
            throws IOException {
        Map<String, String> env = new HashMap<>(ListenerMemory.ENVIRONMENT);
        env.put(Setting.SYMBOLS.variable(), String.join(",", symbols));
        env.put(Setting.BINANCE_STREAM_URL.variable(), exchange.streamUrl().toString());
        env.put(Setting.BINANCE_REST_URL.variable(), exchange.restUrl().toString());
        env.put(FolderListenerMain.DATA_DIR, archive.toString());
        return Child.start(
                limit,
                flags(settings),
                List.of(FolderListenerMain.class.getName()),
                env,
                settings.folder().resolve("listener.log"));
    }

    private static List<String> flags(BenchSettings settings) {
        return settings.listenerFlags().isEmpty() ? ListenerMemory.FLAGS : settings.listenerFlags();
    }

    /// Every symbol has its origin: from here on, each trade counts.
    private static void awaitFollowed(Path archive, Child listener)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt && listener.isAlive()) {
            Place.Folder folder = new Place.Folder(archive);
            if (folder.database().toFile().exists()) {
                try (Stores stores = Stores.open(folder, Map.of(), Clock.systemUTC())) {
                    if (stores.checkpoints().all().size() == SYMBOLS) {
                        return;
                    }
                }
            }
            Thread.sleep(SAMPLE_EVERY);
        }
        throw new IOException("the listener did not start: " + listener.printed());
    }

    private static void load(
            BenchSettings settings,
            RemoteExchange exchange,
            Child listener,
            List<String> symbols,
            List<ProcessSample> samples,
            Consumer<String> story)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long end = settings.time().toNanos();
        long nextBurst = BURST_EVERY.toNanos() / 2;
        long nextTale = 0;
        int bursts = 0;
        for (long at = 0; at < end; at = System.nanoTime() - begun) {
            ProcessSample sample = ProcessSample.of(listener.pid(), at / 1e9);
            samples.add(sample);
            if (at >= nextBurst) {
                burst(exchange, symbols, bursts++);
                nextBurst += BURST_EVERY.toNanos();
            }
            if (at >= nextTale) {
                story.accept(
                        "%4d s  rss %.0f MB  cpu %.1f s  bursts %d"
                                .formatted(
                                        at / 1_000_000_000L,
                                        sample.rss() / MEGABYTE,
                                        sample.cpuSeconds(),
                                        bursts));
                nextTale += TELL_EVERY.toNanos();
            }
            Thread.sleep(SAMPLE_EVERY);
        }
    }

    /// In turns over all symbols and on a single one, as a liquidation does it.
    private static void burst(RemoteExchange exchange, List<String> symbols, int number)
            throws IOException, InterruptedException {
        int more = BURST - TRADES_PER_SECOND;
        List<String> who =
                number % 2 == 0 ? symbols : List.of(symbols.get(number % symbols.size()));
        for (String symbol : who) {
            exchange.fault(
                    "fault=burst&symbol=%s&trades=%d&within=PT1S"
                            .formatted(symbol, more / who.size()));
        }
    }

    private static List<Figure> archived(
            Path archive, RemoteExchange exchange, List<String> symbols, BenchSettings settings)
            throws IOException, InterruptedException {
        long live = 0;
        long lost = 0;
        long missing = 0;
        Verification.Verdict verdict;
        try (Stores stores =
                Stores.openExisting(new Place.Folder(archive), Map.of(), Clock.systemUTC())) {
            for (String name : symbols) {
                Coverage stored = stored(stores, name);
                long first = stored.span().map(TradeIdRange::first).orElse(0L);
                live += stored.size();
                lost += exchange.truth(name).get("lastId").asLong() - first + 1 - stored.size();
            }
            // What was traded between the origin and the first frame is the repair's work.
            var _ = BenchRepair.over(stores, exchange.restUrl()).run();
            verdict =
                    new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                            .verify(_ -> {});
            for (String name : symbols) {
                long origin =
                        stores.checkpoints()
                                .read(Symbol.of(name))
                                .orElseThrow()
                                .wanted()
                                .followedFrom()
                                .orElseThrow();
                long traded = exchange.truth(name).get("lastId").asLong() - origin + 1;
                missing += traded - stored(stores, name).size();
            }
        }
        return figures(verdict, live, lost, missing, settings);
    }

    private static Coverage stored(Stores stores, String symbol) {
        return stores.checkpoints().read(Symbol.of(symbol)).orElseThrow().stored();
    }

    private static List<Figure> figures(
            Verification.Verdict verdict,
            long live,
            long lost,
            long missing,
            BenchSettings settings) {
        double twice = 0;
        double problems = verdict.strangers().size();
        double objects = 0;
        double bytes = 0;
        double trades = 0;
        for (SymbolVerdict symbol : verdict.symbols()) {
            twice += symbol.twice().size();
            problems += symbol.problems().size();
            objects += symbol.objects();
            bytes += symbol.bytes();
            trades += symbol.trades();
        }
        return List.of(
                Figure.of("trades", (double) live, "", "archived by the listener").atLeast(1),
                Figure.of(
                        "trades_per_second",
                        live / (settings.time().toMillis() / 1e3),
                        "/s",
                        "in the mean, bursts and all"),
                Figure.of(
                                "lost",
                                (double) lost,
                                "",
                                "not archived behind the first frame of a symbol")
                        .atMost(0),
                Figure.of(
                                "missing",
                                (double) missing,
                                "",
                                "traded since the origin and not archived after one repair")
                        .atMost(0),
                Figure.of("twice", twice, "", "ids in two objects").atMost(0),
                Figure.of("problems", problems, "", "whatever else verification finds wrong")
                        .atMost(0),
                Figure.of("objects", objects, "", "objects written"),
                Figure.of(
                        "bytes_per_trade",
                        trades == 0 ? 0 : bytes / trades,
                        "B",
                        "all columns, as live batches are cut"));
    }

    private static List<Figure> process(
            List<ProcessSample> samples,
            double exchangeCpu,
            double trades,
            BenchSettings settings) {
        ProcessSample first = samples.getFirst();
        ProcessSample last = samples.getLast();
        double seconds = last.atSeconds() - first.atSeconds();
        double cpu = last.cpuSeconds() - first.cpuSeconds();
        List<ProcessSample> half = samples.subList(samples.size() / 2, samples.size());
        double peak = samples.stream().mapToLong(ProcessSample::rssPeak).max().orElse(0);
        double pss = samples.stream().mapToLong(ProcessSample::pss).max().orElse(0);
        double mostCpu = Math.min(settings.cpus(), Runtime.getRuntime().availableProcessors());
        Figure growth =
                Figure.of(
                        "rss_growth_mb",
                        ProcessSample.growth(samples) / MEGABYTE,
                        "MB",
                        "median of the last quarter less that of the second");
        return List.of(
                Figure.of("rss_peak_mb", peak / MEGABYTE, "MB", "most resident memory")
                        .atMost(CONTAINER_MB),
                Figure.of("rss_end_mb", last.rss() / MEGABYTE, "MB", "resident memory at the end"),
                Figure.of("pss_peak_mb", pss / MEGABYTE, "MB", "with shared pages in part"),
                settings.quick() ? growth : growth.atMost(FLAT_MB),
                Figure.of(
                        "rss_slope_mb_per_minute",
                        ProcessSample.slope(half) * 60 / MEGABYTE,
                        "MB/min",
                        "straight line through the second half"),
                Figure.of("cpu_seconds", cpu, "s", "of the listener"),
                Figure.of("cpu_cores", cpu / seconds, "", "processors used in the mean")
                        .atMost(mostCpu),
                Figure.of(
                        "cpu_us_per_trade",
                        cpu * 1e6 / Math.max(1, trades),
                        "µs",
                        "socket to durable object, two connections"),
                Figure.of(
                        "exchange_cpu_cores",
                        exchangeCpu / seconds,
                        "",
                        "of the simulated exchange, a process of its own"));
    }
}
