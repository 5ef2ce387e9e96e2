package io.gapless.local.bench;

import io.gapless.config.Setting;
import io.gapless.local.place.Stores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A busy exchange and a listener in the memory of a small container, both as processes, and what they
/// took from second to second.
final class LoadedListener implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    /// Frames that are on their way when trading stops have come by then.
    private static final Duration AFTER_THE_LAST_TRADE = Duration.ofSeconds(3);

    private static final double MEGABYTE = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final MarketLoad market;
    private final LoadStorage storage;
    private final RemoteExchange exchange;
    private final CpuLimit limit;
    private final Child listener;
    private final Consumer<String> story;
    private final List<ProcessSample> samples = new ArrayList<>();
    private final List<ProcessSample> exchangeSamples = new ArrayList<>();
    private final long begun = System.nanoTime();
    private long nextTale;

    private LoadedListener(
            MarketLoad market,
            LoadStorage storage,
            RemoteExchange exchange,
            CpuLimit limit,
            Child listener,
            Consumer<String> story) {
        this.market = market;
        this.storage = storage;
        this.exchange = exchange;
        this.limit = limit;
        this.listener = listener;
        this.story = story;
    }

    /// Starts both, and waits until every symbol has its origin: from then on, each trade counts.
    static LoadedListener start(
            MarketLoad market, LoadStorage storage, BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        RemoteExchange exchange = market.start(settings.folder().resolve("exchange.log"));
        CpuLimit limit = CpuLimit.of(settings.cpus());
        List<String> flags =
                settings.listenerFlags().isEmpty()
                        ? ListenerMemory.FLAGS
                        : settings.listenerFlags();
        Map<String, String> env = new HashMap<>(ListenerMemory.ENVIRONMENT);
        env.putAll(storage.env());
        env.put(Setting.SYMBOLS.variable(), String.join(",", market.names()));
        env.put(Setting.BINANCE_STREAM_URL.variable(), exchange.streamUrl().toString());
        env.put(Setting.BINANCE_REST_URL.variable(), exchange.restUrl().toString());
        List<String> program = storage.classPathAndMain();
        Child child =
                Child.start(
                        limit,
                        program.getFirst(),
                        flags,
                        program.subList(1, program.size()),
                        env,
                        settings.folder().resolve("listener.log"));
        LoadedListener started = new LoadedListener(market, storage, exchange, limit, child, story);
        story.accept(
                "listener %d held to %s processors by %s, flags %s"
                        .formatted(
                                child.pid(),
                                settings.cpus(),
                                limit.how(),
                                String.join(" ", flags)));
        boolean follows = false;
        try {
            started.awaitFollowed();
            follows = true;
            return started;
        } finally {
            if (!follows) {
                started.close();
            }
        }
    }

    private void awaitFollowed() throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        try (Stores stores = storage.open()) {
            while (System.nanoTime() < giveUpAt && listener.isAlive()) {
                if (stores.checkpoints().all().size() == market.symbols()) {
                    return;
                }
                Thread.sleep(SAMPLE_EVERY);
            }
        }
        throw new IOException("the listener did not start: " + listener.printed());
    }

    RemoteExchange exchange() {
        return exchange;
    }

    List<ProcessSample> samples() {
        return List.copyOf(samples);
    }

    /// Of the exchange, at the same moments.
    List<ProcessSample> exchangeSamples() {
        return List.copyOf(exchangeSamples);
    }

    /// Takes a sample a second for this time.
    ///
    /// @param eachSecond is done at each, with the time since its beginning
    /// @throws IOException also when the listener has died
    void watch(String phase, Duration time, Second eachSecond)
            throws IOException, InterruptedException {
        long from = System.nanoTime();
        for (long at = 0; at < time.toNanos(); at = System.nanoTime() - from) {
            sample(phase);
            eachSecond.at(Duration.ofNanos(at));
            Thread.sleep(SAMPLE_EVERY);
        }
    }

    /// What is done now and then.
    interface Second {
        void at(Duration since) throws IOException, InterruptedException;
    }

    private void sample(String phase) throws IOException {
        if (!listener.isAlive()) {
            throw new IOException("the listener has died: " + listener.printed());
        }
        long now = System.nanoTime() - begun;
        ProcessSample sample = ProcessSample.of(listener.pid(), now / NANOS_PER_SECOND);
        samples.add(sample);
        exchangeSamples.add(ProcessSample.of(exchange.pid(), now / NANOS_PER_SECOND));
        if (now >= nextTale) {
            story.accept(
                    "%4.0f s  rss %.0f MB  cpu %.1f s  %s"
                            .formatted(
                                    sample.atSeconds(),
                                    sample.rss() / MEGABYTE,
                                    sample.cpuSeconds(),
                                    phase));
            nextTale = now + TELL_EVERY.toNanos();
        }
    }

    /// Ends trading, and then the listener by SIGTERM.
    void stop() throws IOException, InterruptedException {
        exchange.fault("fault=halt");
        Thread.sleep(AFTER_THE_LAST_TRADE);
        story.accept("trading has stopped; SIGTERM");
        boolean stopped = listener.stop(PATIENCE);
        story.accept(stopped ? "the listener has ended" : "the listener did not end");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        limit.close();
        exchange.close();
    }
}
