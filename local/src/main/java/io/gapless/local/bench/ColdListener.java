package io.gapless.local.bench;

import io.gapless.config.Setting;
import io.gapless.local.place.Stores;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The listener's jar over emulated S3 and DynamoDB: until an object with trades is put and committed.
///
/// @param command the JVM with all its arguments
record ColdListener(String name, List<String> command, ColdBench.World world)
        implements ColdStart.Program {
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    @Override
    public ColdStart start() throws IOException, InterruptedException {
        try (Stores stores = world.storage().open()) {
            long before = archived(stores);
            long begun = System.nanoTime();
            try (Child process =
                    Child.start(
                            world.limit(),
                            command,
                            env(),
                            world.folder().resolve("listener.log"))) {
                while (archived(stores) == before) {
                    if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                        throw new IOException(
                                "the listener archives nothing: " + process.printed());
                    }
                    Thread.sleep(LOOK_EVERY);
                }
                ColdStart start = ColdStart.soFar(process, begun);
                if (!process.stop(PATIENCE)) {
                    throw new IOException("the listener does not end: " + process.printed());
                }
                return start;
            }
        }
    }

    private Map<String, String> env() {
        Map<String, String> env = new HashMap<>(ListenerMemory.ENVIRONMENT);
        env.putAll(world.storage().env());
        env.put(Setting.SYMBOLS.variable(), ColdBench.World.FOLLOWED);
        env.put(Setting.BINANCE_STREAM_URL.variable(), world.exchange().streamUrl().toString());
        env.put(Setting.BINANCE_REST_URL.variable(), world.exchange().restUrl().toString());
        env.put(Setting.FLUSH_INTERVAL.variable(), FLUSH_INTERVAL.toString());
        return env;
    }

    private static long archived(Stores stores) {
        return stores.checkpoints().all().stream()
                .mapToLong(checkpoint -> checkpoint.stored().size())
                .sum();
    }
}
