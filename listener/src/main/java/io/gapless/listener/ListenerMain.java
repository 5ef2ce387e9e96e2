package io.gapless.listener;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Marks;
import io.gapless.aws.AwsClients;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.DynamoMarks;
import io.gapless.aws.S3Archive;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.listener.feed.FeedSettings;
import io.gapless.listener.feed.WebSocketTradeFeed;
import io.gapless.listener.metrics.EmbeddedMetrics;
import io.gapless.protocol.Pause;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/// The listener on AWS: S3, DynamoDB and Binance, configured by the environment alone.
///
/// Its exit codes are those of [ExitCode].
public final class ListenerMain {
    private static final int SEED_BYTES = 32;

    private ListenerMain() {}

    public static void main(String[] args) {
        ListenerProcess.run(() -> compose(ListenerConfig.from(System.getenv())));
    }

    static Listener compose(ListenerConfig config) {
        AwsClients aws = AwsClients.open(config.aws());
        return compose(
                config.listener(),
                config.exchange(),
                new S3Archive(aws.s3(), config.bucket()),
                new DynamoCheckpoints(aws.dynamoDb(), config.checkpointTable()),
                new DynamoMarks(aws.dynamoDb(), config.checkpointTable()),
                config.bucket());
    }

    /// Puts a listener together over any stores: with Binance or what speaks like it, the system's
    /// clock, and metrics on standard output. To be run by [ListenerProcess].
    ///
    /// @param place the archive's name in the metrics
    public static Listener compose(
            ListenerSettings settings,
            ExchangeConfig exchange,
            Archive archive,
            Checkpoints checkpoints,
            Marks marks,
            String place) {
        InstantSource clock = InstantSource.system();
        SplittableGenerator random = random();
        SplittableGenerator jitter = random.split();
        FeedSettings streams = FeedSettings.of(exchange.streamUrl());
        return new Listener(
                settings,
                new ListenerParts(
                        archive,
                        checkpoints,
                        RestTradeHistory.budgeted(
                                RestSettings.at(exchange.restUrl()),
                                exchange.weightPerMinute(),
                                marks,
                                exchange.caller(),
                                clock),
                        symbols -> new WebSocketTradeFeed(symbols, streams, clock, jitter),
                        new EmbeddedMetrics(place, System.out::println),
                        clock,
                        sleep(),
                        random));
    }

    private static Pause sleep() {
        return time -> Thread.sleep(time);
    }

    /// Seeded by the system: no two processes may draw the same claim ids.
    private static SplittableGenerator random() {
        byte[] seed = new SecureRandom().generateSeed(SEED_BYTES);
        return (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
