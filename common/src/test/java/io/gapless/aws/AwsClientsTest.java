package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class AwsClientsTest {
    private static final Map<String, String> TOKYO =
            Map.of(
                    "AWS_REGION", "ap-northeast-1",
                    "AWS_ACCESS_KEY_ID", "id",
                    "AWS_SECRET_ACCESS_KEY", "secret");

    @Test
    void withoutEndpointsTheyAreTheRegions() {
        FaultyHttp http = new FaultyHttp();
        FaultyHttp.Fault denied = FaultyHttp.s3Error(403, "AccessDenied");
        http.next(denied, FaultyHttp.dynamoError(400, "AccessDeniedException", "no"));
        try (AwsClients clients = http.clients(TOKYO)) {
            S3Archive archive = new S3Archive(clients.s3(), "my-bucket");
            assertThatThrownBy(() -> archive.get("key"))
                    .isInstanceOf(StorageRefusedException.class);
            DynamoCheckpoints checkpoints = new DynamoCheckpoints(clients.dynamoDb(), "table");
            assertThatThrownBy(() -> checkpoints.read(Symbol.of("BTCUSDT")))
                    .isInstanceOf(StorageRefusedException.class);

            assertThat(http.requests())
                    .extracting(request -> request.getUri().toString())
                    .containsExactly(
                            "https://my-bucket.s3.ap-northeast-1.amazonaws.com/key",
                            "https://dynamodb.ap-northeast-1.amazonaws.com/");
            assertThat(http.requests().getFirst().firstMatchingHeader("x-amz-checksum-mode"))
                    .contains("ENABLED");
        }
    }

    @Test
    void clientsAreMadeOnce() {
        try (AwsClients clients = AwsClients.open(AwsSettings.from(TOKYO))) {
            assertThat(clients.s3()).isSameAs(clients.s3());
            assertThat(clients.dynamoDb()).isSameAs(clients.dynamoDb());
        }
        assertThat(Integer.getInteger("http.maxConnections")).isPositive();
    }

    @Test
    void withoutCredentialsItSaysHowToSetThem() {
        AwsSettings settings =
                new AwsSettings(
                        "us-east-1",
                        AwsSettings.from(AwsEmulators.env()).s3Endpoint(),
                        Optional.empty(),
                        AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create()));
        try (AwsClients clients = AwsClients.open(settings)) {
            S3Archive archive = new S3Archive(clients.s3(), "bucket");

            assertThatThrownBy(() -> archive.get("key"))
                    .isInstanceOf(StorageRefusedException.class)
                    .hasMessageContaining("no AWS credentials found. Give the task a role, or set");
        }
    }

    @Test
    void whereNobodyListensItIsUnavailable() throws IOException {
        String endpoint;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "http://127.0.0.1:" + unused.getLocalPort();
        }
        Map<String, String> env = new java.util.HashMap<>(TOKYO);
        env.put("AWS_ENDPOINT_URL", endpoint);
        try (AwsClients clients = AwsClients.open(AwsSettings.from(env))) {
            S3Archive archive = new S3Archive(clients.s3(), "bucket");

            assertThatThrownBy(() -> archive.get("key"))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("get s3://bucket/key: no answer (ConnectException");
        }
    }
}
