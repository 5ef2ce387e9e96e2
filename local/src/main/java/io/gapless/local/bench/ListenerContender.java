package io.gapless.local.bench;

import io.gapless.config.Setting;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.FolderListenerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The listener over a folder and SQLite: it has dealt with a trade when it is archived and committed.
///
/// @param flags of its JVM
record ListenerContender(int connections, List<String> flags) implements Contender {
    /// Short enough not to wait long for the end, and long enough that batches are about as large as
    /// an interval of a minute makes them at 50,000 trades/s.
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public Child start(FirehoseProcess exchange, CpuLimit limit, Path folder) throws IOException {
        Map<String, String> env = new HashMap<>(ListenerMemory.ENVIRONMENT);
        env.put(Setting.SYMBOLS.variable(), String.join(",", SYMBOLS));
        env.put(Setting.BINANCE_STREAM_URL.variable(), exchange.streamUrl().toString());
        env.put(Setting.BINANCE_REST_URL.variable(), exchange.restUrl().toString());
        env.put(Setting.FLUSH_INTERVAL.variable(), FLUSH_INTERVAL.toString());
        env.put(FolderListenerMain.DATA_DIR, archive(folder).root().toString());
        return Child.start(
                limit,
                flags,
                List.of(FolderListenerMain.class.getName()),
                env,
                folder.resolve("listener.log"));
    }

    /// @throws IOException when it does not archive every trade
    @Override
    public void settle(Child process, Path folder, long trades)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        long archived = archived(folder);
        while (archived < trades && process.isAlive() && System.nanoTime() < giveUpAt) {
            Thread.sleep(REST);
            archived = archived(folder);
        }
        if (archived != trades) {
            throw new IOException(
                    "the listener has archived %,d of %,d trades: %s"
                            .formatted(archived, trades, process.printed()));
        }
    }

    private static long archived(Path folder) {
        try (Stores stores = Stores.openExisting(archive(folder), Map.of(), Clock.systemUTC())) {
            return stores.checkpoints().all().stream()
                    .mapToLong(checkpoint -> checkpoint.stored().size())
                    .sum();
        }
    }

    private static Place.Folder archive(Path folder) {
        return new Place.Folder(folder.resolve("archive"));
    }
}
