package io.gapless.listener;

import io.gapless.aws.AwsSettings;
import io.gapless.config.Environment;
import io.gapless.config.Setting;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The configuration of the listener on AWS, from the environment.
///
/// All listeners over one table must name the same symbols: what one of them does not name it takes
/// for removed, and ends following it.
///
/// @param caller whose bans these are; every process that shares an address should share the name
/// @param weightPerMinute of the 6,000 that Binance allows per address; the listener needs some at its
///     start only
public record ListenerConfig(
        AwsSettings aws,
        String bucket,
        String checkpointTable,
        URI streamUrl,
        URI restUrl,
        int weightPerMinute,
        String caller,
        ListenerSettings listener) {
    public static final String DEFAULT_STREAM_URL = "wss://stream.binance.com:9443";

    public static final String DEFAULT_REST_URL = "https://api.binance.com";

    /// Half of what Binance allows.
    public static final int DEFAULT_WEIGHT_PER_MINUTE = 3_000;

    public static final String DEFAULT_CALLER = "listener";

    /// Of the heap, for held trades. The rest is for the connections' buffers, for objects on their
    /// way, and for the collector to breathe.
    static final int DEFAULT_MEMORY_PERCENT = 55;

    private static final long MEGABYTE = 1 << 20;

    /// What containers and most shells call the machine.
    private static final String HOST_NAME = "HOSTNAME";

    /// @throws io.gapless.config.InvalidConfigurationException naming everything that is wrong
    public static ListenerConfig from(Map<String, String> variables) {
        return from(variables, Runtime.getRuntime().maxMemory());
    }

    /// @param maxHeap how large the heap may become, in bytes
    static ListenerConfig from(Map<String, String> variables, long maxHeap) {
        Environment env = new Environment(variables);
        List<Symbol> symbols = env.symbols(Setting.SYMBOLS);
        String bucket = env.required(Setting.BUCKET);
        String table = env.required(Setting.CHECKPOINT_TABLE);
        Optional<AwsSettings> aws = env.part(() -> AwsSettings.from(variables));
        URI streamUrl =
                env.url(Setting.BINANCE_STREAM_URL, DEFAULT_STREAM_URL, Set.of("ws", "wss"));
        URI restUrl = env.url(Setting.BINANCE_REST_URL, DEFAULT_REST_URL, Set.of("http", "https"));
        long weight =
                env.number(Setting.WEIGHT_PER_MINUTE, DEFAULT_WEIGHT_PER_MINUTE, 100, 100_000);
        String caller = env.text(Setting.CALLER).orElse(DEFAULT_CALLER);
        Optional<IngestSettings> ingest = ingest(env, maxHeap);
        Duration claimLife = env.duration(Setting.CLAIM_LIFE, ListenerSettings.DEFAULT_CLAIM_LIFE);
        Optional<Claimant> claimant =
                env.part(() -> new Claimant(owner(caller, variables), claimLife));
        Duration stopTimeout =
                env.duration(Setting.STOP_TIMEOUT, ListenerSettings.DEFAULT_STOP_TIMEOUT);
        Optional<Optional<Path>> heartbeat =
                env.part(() -> env.text(Setting.HEARTBEAT_FILE).map(Path::of));
        return env.valid(() ->
                new ListenerConfig(
                        aws.orElseThrow(),
                        bucket,
                        table,
                        streamUrl,
                        restUrl,
                        Math.toIntExact(weight),
                        caller,
                        new ListenerSettings(
                                symbols,
                                ingest.orElseThrow(),
                                claimant.orElseThrow(),
                                stopTimeout,
                                heartbeat.orElseThrow())));
    }

    private static Optional<IngestSettings> ingest(Environment env, long maxHeap) {
        Duration interval =
                env.duration(Setting.FLUSH_INTERVAL, ListenerSettings.DEFAULT_FLUSH_INTERVAL);
        long batchTrades =
                env.number(
                        Setting.BATCH_TRADES,
                        ListenerSettings.DEFAULT_BATCH_TRADES,
                        1,
                        ListenerSettings.DEFAULT_BATCH_TRADES);
        Duration grace = env.duration(Setting.REORDER_GRACE, IngestSettings.DEFAULT_REORDER_GRACE);
        long heap = Math.max(1, maxHeap / MEGABYTE);
        long usual = Math.max(1, heap * DEFAULT_MEMORY_PERCENT / 100);
        long memory = env.number(Setting.MEMORY_LIMIT, usual, 1, heap) * MEGABYTE;
        Optional<FlushPolicy> policy =
                env.part(() -> new FlushPolicy(interval, Math.toIntExact(batchTrades)));
        return policy.flatMap(p -> env.part(() -> new IngestSettings(p, grace, memory)));
    }

    private static String owner(String caller, Map<String, String> variables) {
        String host = variables.getOrDefault(HOST_NAME, "").strip();
        return host.isEmpty() ? caller : caller + "/" + host;
    }
}
