package io.gapless.local.bench;

import io.gapless.local.place.Stores;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The listener with 1,500 symbols, through bursts and then while S3 is away: everything has to wait in the
/// memory of a small container, and is written when S3 is back.
public final class OutageBench implements Bench {
    private static final MarketLoad MARKET = new MarketLoad(1_500, 10_000);

    /// What was traded before the first frames is repaired within a minute or two.
    private static final MarketLoad MARKET_QUICK = new MarketLoad(200, 10_000);

    private static final Duration BEFORE = Duration.ofSeconds(90);

    /// By then everything that waited has to be archived.
    private static final Duration MOST_AFTER = Duration.ofMinutes(15);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String description() {
        return "the listener at 1,500 symbols and 10,000 trades/s, through bursts of 50,000 and 20 minutes without S3, in a container's memory";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return quick ? Duration.ofSeconds(90) : Duration.ofMinutes(20);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        MarketLoad market = settings.quick() ? MARKET_QUICK : MARKET;
        try (EmulatedStorage storage = EmulatedStorage.start(settings.folder().resolve("archive"));
                LoadedListener loaded = LoadedListener.start(market, storage, settings, story)) {
            loaded.watch("before, with bursts", BEFORE, new Bursts(market, loaded.exchange())::at);
            storage.cutS3();
            loaded.watch("S3 away", settings.time(), _ -> {});
            storage.restore();
            Duration caughtUp = catchUp(market, loaded, storage);
            loaded.stop();
            ArchivedLoad archived = ArchivedLoad.of(storage, loaded.exchange(), market.names());
            List<ProcessSample> samples = loaded.samples();
            Duration time = Duration.ofMillis((long) (samples.getLast().atSeconds() * 1_000));
            List<Figure> figures = new ArrayList<>(archived.figures(time));
            figures.add(
                    Figure.of(
                                    "caught_up_s",
                                    caughtUp.toMillis() / 1e3,
                                    "s",
                                    "from S3's return until all was archived that had waited")
                            .atMost(MOST_AFTER.toMillis() / 1e3));
            figures.addAll(ProcessFigures.memory(samples));
            return figures;
        }
    }

    /// Watches on until what was traded by the end of the outage is archived.
    private static Duration catchUp(
            MarketLoad market, LoadedListener loaded, EmulatedStorage storage)
            throws IOException, InterruptedException {
        Map<String, Long> heads = new HashMap<>();
        for (String name : market.names()) {
            heads.put(name, loaded.exchange().truth(name).get("lastId").asLong());
        }
        long begun = System.nanoTime();
        Duration since = Duration.ZERO;
        try (Stores stores = storage.open()) {
            while (since.compareTo(MOST_AFTER) < 0 && !isArchived(stores, heads)) {
                loaded.watch("catching up", LOOK_EVERY, _ -> {});
                since = Duration.ofNanos(System.nanoTime() - begun);
            }
        }
        return since;
    }

    private static boolean isArchived(Stores stores, Map<String, Long> heads) {
        return stores.checkpoints().all().stream()
                .allMatch(c ->
                        c.stored().span().map(TradeIdRange::last).orElse(-1L)
                                >= heads.getOrDefault(c.symbol().toString(), Long.MAX_VALUE));
    }
}
