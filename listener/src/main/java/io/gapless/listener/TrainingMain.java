package io.gapless.listener;

import io.gapless.config.Setting;
import io.gapless.listener.training.TrainingServices;
import io.gapless.listener.training.TrainingStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a listener against a small world on loopback until it has archived something, so that the JVM can write a cache of
/// what a start loads (`-XX:AOTCacheOutput`). To be run once, while an image is built. Exits with 1 when nothing was archived:
/// such a cache would be worth little.
public final class TrainingMain {
    /// So many that the way to an object is not only gone once.
    private static final int OBJECTS = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final String SYMBOL = "BTCUSDT";

    private TrainingMain() {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        ListenerLog.open();
        boolean trained = train(OBJECTS);
        ListenerLog.close();
        System.exit(trained ? 0 : 1);
    }

    /// @return whether so many objects were archived
    static boolean train(int objects) throws IOException, InterruptedException, ExecutionException {
        InstantSource clock = InstantSource.system();
        try (TrainingServices services = new TrainingServices(SYMBOL, objects, clock);
                TrainingStream stream = new TrainingStream(SYMBOL, clock)) {
            Listener listener =
                    ListenerMain.compose(
                            ListenerConfig.from(
                                    Map.of(
                                            "AWS_REGION",
                                            "us-east-1",
                                            "AWS_ACCESS_KEY_ID",
                                            "training",
                                            "AWS_SECRET_ACCESS_KEY",
                                            "training",
                                            "AWS_ENDPOINT_URL",
                                            services.url().toString(),
                                            Setting.BUCKET.variable(),
                                            "training",
                                            Setting.CHECKPOINT_TABLE.variable(),
                                            "training",
                                            Setting.SYMBOLS.variable(),
                                            SYMBOL,
                                            Setting.BINANCE_REST_URL.variable(),
                                            services.url().toString(),
                                            Setting.BINANCE_STREAM_URL.variable(),
                                            stream.url().toString(),
                                            Setting.FLUSH_INTERVAL.variable(),
                                            FLUSH_INTERVAL.toString())));
            FutureTask<Boolean> enough =
                    new FutureTask<>(() -> {
                        try {
                            return services.awaitObjects(PATIENCE);
                        } finally {
                            listener.stop();
                        }
                    });
            Thread.ofVirtual().start(enough);
            var _ = listener.run();
            return enough.get();
        }
    }
}
