package io.gapless.listener;

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

    private static Listener compose(ListenerConfig config) {
        InstantSource clock = InstantSource.system();
        AwsClients aws = AwsClients.open(config.aws());
        SplittableGenerator random = random();
        SplittableGenerator jitter = random.split();
        FeedSettings streams = FeedSettings.of(config.streamUrl());
        return new Listener(
                config.listener(),
                new ListenerParts(
                        new S3Archive(aws.s3(), config.bucket()),
                        new DynamoCheckpoints(aws.dynamoDb(), config.checkpointTable()),
                        RestTradeHistory.budgeted(
                                RestSettings.at(config.restUrl()),
                                config.weightPerMinute(),
                                new DynamoMarks(aws.dynamoDb(), config.checkpointTable()),
                                config.caller(),
                                clock),
                        symbols -> new WebSocketTradeFeed(symbols, streams, clock, jitter),
                        new EmbeddedMetrics(config.bucket(), System.out::println),
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
