package io.gapless.listener;

import io.gapless.config.Environment;
import io.gapless.config.Setting;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.SymbolSelection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a listener is to do, wherever its stores and its exchange are.
///
/// All listeners over one table must name the same symbols: what one of them does not name it takes
/// for removed, and ends following it.
///
/// @param stopTimeout how long it may take to write everything when it is told to stop
/// @param heartbeatFile touched while the loop works
public record ListenerSettings(
        SymbolSelection symbols,
        IngestSettings ingest,
        Claimant claimant,
        Duration stopTimeout,
        Optional<Path> heartbeatFile) {
    /// Below the 120 s after which ECS kills a task.
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(100);

    public static final Duration DEFAULT_CLAIM_LIFE = Duration.ofSeconds(30);

    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(60);

    public static final int DEFAULT_BATCH_TRADES = 50_000;

    /// Of the heap, for held trades. The rest is for the connections' buffers, for objects on their
    /// way, and for the collector to breathe.
    public static final int DEFAULT_MEMORY_PERCENT = 62;

    private static final long MEGABYTE = 1 << 20;

    /// What containers and most shells call the machine.
    private static final String HOST_NAME = "HOSTNAME";

    public ListenerSettings {
        if (!stopTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "a stop timeout of %s leaves no time to write anything".formatted(stopTimeout));
        }
    }

    /// Reads the environment; what is wrong is told by [Environment#valid].
    ///
    /// @param caller what its claims are signed with, besides the machine's name
    /// @param maxHeap how large the heap may become, in bytes
    /// @return empty when something is wrong
    public static Optional<ListenerSettings> read(Environment env, String caller, long maxHeap) {
        Optional<SymbolSelection> symbols = env.symbols(Setting.SYMBOLS);
        Optional<IngestSettings> ingest = ingest(env, maxHeap);
        String owner = env.foreign(HOST_NAME).map(host -> caller + "/" + host).orElse(caller);
        Duration claimLife = env.duration(Setting.CLAIM_LIFE, DEFAULT_CLAIM_LIFE);
        Optional<Claimant> claimant = env.part(() -> new Claimant(owner, claimLife));
        Duration stopTimeout = env.duration(Setting.STOP_TIMEOUT, DEFAULT_STOP_TIMEOUT);
        Optional<Optional<Path>> heartbeat =
                env.part(() -> env.text(Setting.HEARTBEAT_FILE).map(Path::of));
        if (symbols.isEmpty() || ingest.isEmpty() || claimant.isEmpty() || heartbeat.isEmpty()) {
            return Optional.empty();
        }
        return env.part(() ->
                new ListenerSettings(
                        symbols.get(), ingest.get(), claimant.get(), stopTimeout, heartbeat.get()));
    }

    private static Optional<IngestSettings> ingest(Environment env, long maxHeap) {
        Duration interval = env.duration(Setting.FLUSH_INTERVAL, DEFAULT_FLUSH_INTERVAL);
        long batchTrades =
                env.number(Setting.BATCH_TRADES, DEFAULT_BATCH_TRADES, 1, DEFAULT_BATCH_TRADES);
        Duration grace = env.duration(Setting.REORDER_GRACE, IngestSettings.DEFAULT_REORDER_GRACE);
        long heap = Math.max(1, maxHeap / MEGABYTE);
        long usual = Math.max(1, heap * DEFAULT_MEMORY_PERCENT / 100);
        long memory = env.number(Setting.MEMORY_LIMIT, usual, 1, heap) * MEGABYTE;
        Optional<FlushPolicy> policy =
                env.part(() -> new FlushPolicy(interval, Math.toIntExact(batchTrades)));
        return policy.flatMap(p -> env.part(() -> new IngestSettings(p, grace, memory)));
    }
}
