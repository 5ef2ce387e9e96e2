package io.gapless.aws;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/// The S3 and the DynamoDB client of a process, on one HTTP client, each made when it is first asked
/// for: a cold start pays for what it uses.
///
/// Safe for use by many threads. Whoever opened it closes it.
public final class AwsClients implements AutoCloseable {
    /// How long a connection may take, TLS included. In one region it takes milliseconds.
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /// How long the other side may send nothing.
    public static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    /// How long one try may take: 5 MB on a slow line.
    public static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);

    /// How long a call may take with all its tries. Several fit into the stop timeout of a task.
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /// Tries per call, with jittered waits between them that double from 0.1 s (1 s when throttled).
    public static final int MAX_ATTEMPTS = 4;

    /// Idle connections kept per host, in place of the JDK's 5: the flushes of many symbols at once
    /// would open a TLS connection each.
    public static final int MAX_IDLE_CONNECTIONS = 32;

    private static final String MAX_IDLE_CONNECTIONS_PROPERTY = "http.maxConnections";
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final RetryStrategy retries;
    private @Nullable S3Client s3;
    private @Nullable DynamoDbClient dynamoDb;

    /// @param http closed together with this
    AwsClients(AwsSettings settings, SdkHttpClient http, RetryStrategy retries) {
        this.settings = settings;
        this.http = http;
        this.retries = retries;
    }

    /// Opens clients; nothing is asked of AWS yet.
    public static AwsClients open(AwsSettings settings) {
        // Read once, when the first connection is made; whoever set it knows better.
        if (System.getProperty(MAX_IDLE_CONNECTIONS_PROPERTY) == null) {
            System.setProperty(
                    MAX_IDLE_CONNECTIONS_PROPERTY, Integer.toString(MAX_IDLE_CONNECTIONS));
        }
        return new AwsClients(
                settings,
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT)
                        .build(),
                retries().build());
    }

    public synchronized S3Client s3() {
        S3Client made = s3;
        if (made == null) {
            made = makeS3();
            s3 = made;
        }
        return made;
    }

    public synchronized DynamoDbClient dynamoDb() {
        DynamoDbClient made = dynamoDb;
        if (made == null) {
            made = makeDynamoDb();
            dynamoDb = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (s3 != null) {
            s3.close();
        }
        if (dynamoDb != null) {
            dynamoDb.close();
        }
        http.close();
    }

    private S3Client makeS3() {
        Supplier<ProfileFile> noProfiles = () -> NO_PROFILES;
        return S3Client.builder()
                .httpClient(http)
                .region(Region.of(settings.region()))
                .credentialsProvider(settings.credentials())
                .overrideConfiguration(overrides())
                .applyMutation(b -> settings.s3Endpoint().ifPresent(b::endpointOverride))
                .forcePathStyle(settings.s3Endpoint().isPresent())
                .disableS3ExpressSessionAuth(true)
                // Bodies are small and bring their own SHA-256: a plain PUT, as every S3
                // understands.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder()
                                .profileFile(noProfiles)
                                .chunkedEncodingEnabled(false)
                                .expectContinueEnabled(false)
                                .build())
                .build();
    }

    private DynamoDbClient makeDynamoDb() {
        return DynamoDbClient.builder()
                .httpClient(http)
                .region(Region.of(settings.region()))
                .credentialsProvider(settings.credentials())
                .overrideConfiguration(overrides())
                .applyMutation(b -> settings.dynamoDbEndpoint().ifPresent(b::endpointOverride))
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                .build();
    }

    static StandardRetryStrategy.Builder retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(MAX_ATTEMPTS)
                .retryOnException(AwsClients::isConflict);
    }

    /// S3 answers 409 to a conditional put that met another one under way: the same put again.
    private static boolean isConflict(Throwable thrown) {
        return thrown instanceof AwsServiceException e && e.statusCode() == 409;
    }

    private ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(retries)
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .defaultProfileFileSupplier(() -> NO_PROFILES)
                .build();
    }
}
