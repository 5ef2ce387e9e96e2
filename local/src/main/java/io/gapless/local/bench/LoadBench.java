package io.gapless.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The listener under the load of a busy market, in the memory of a small container: 100 symbols,
/// 10,000 trades a second, and now and then 50,000 in one second.
public final class LoadBench implements Bench {
    static final MarketLoad MARKET = new MarketLoad(100, 10_000);

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
        FolderStorage storage = new FolderStorage(settings.folder().resolve("archive"));
        try (LoadedListener loaded = LoadedListener.start(MARKET, storage, settings, story)) {
            Bursts bursts = new Bursts(MARKET, loaded.exchange());
            loaded.watch("bursts now and then", settings.time(), bursts::at);
            loaded.stop();
            ArchivedLoad archived = ArchivedLoad.of(storage, loaded.exchange(), MARKET.names());
            List<Figure> figures = new ArrayList<>(archived.figures(settings.time()));
            figures.addAll(archived.delayFigures());
            figures.addAll(ProcessFigures.steady(loaded, (double) archived.live(), settings));
            return figures;
        }
    }
}
