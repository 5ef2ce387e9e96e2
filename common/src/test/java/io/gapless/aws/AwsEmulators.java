package io.gapless.aws;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// S3Proxy and DynamoDB Local inside this JVM, on ports of 127.0.0.1 that the system chose.
///
/// Each starts when it is first asked for and ends with the JVM; all tests share them, with buckets and
/// tables of their own. A module whose tests use this class needs the test dependencies `s3proxy` and
/// `DynamoDBLocal`.
public final class AwsEmulators {
    private static final String ACCESS_KEY = "local";
    private static final String SECRET_KEY = "local-secret";
    private static final String REGION = "us-east-1";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private AwsEmulators() {}

    private static final class S3 {
        static final URI ENDPOINT = start();

        private static URI start() {
            S3Proxy server =
                    S3Proxy.builder()
                            .blobStore(new TransientNio2BlobStore())
                            .endpoint(URI.create("http://127.0.0.1:0"))
                            .awsAuthentication(
                                    AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                            .build();
            try {
                server.start();
            } catch (Exception e) {
                throw new IllegalStateException("S3Proxy did not start", e);
            }
            return URI.create("http://127.0.0.1:" + server.getPort());
        }
    }

    private static final class DynamoDb {
        static final URI ENDPOINT = start();

        /// Not by its own command line: that listens on every address and on a port that is given.
        private static URI start() {
            Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
            server.setHandler(
                    new LocalDynamoDBServerHandler(
                            new LocalDynamoDBRequestHandler(0, true, null, true, false), "*"));
            try {
                server.start();
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local did not start", e);
            }
            return server.getURI();
        }
    }

    private static final class Clients {
        static final AwsClients SHARED = AwsClients.open(AwsSettings.from(env()));
    }

    /// The environment with which a program finds both emulators: endpoints, region, credentials.
    public static Map<String, String> env() {
        return Map.of(
                AwsSettings.REGION, REGION,
                AwsSettings.S3_ENDPOINT, S3.ENDPOINT.toString(),
                AwsSettings.DYNAMODB_ENDPOINT, DynamoDb.ENDPOINT.toString(),
                AwsSettings.ACCESS_KEY, ACCESS_KEY,
                AwsSettings.SECRET_KEY, SECRET_KEY);
    }

    /// Clients of both emulators, shared by all tests: not to be closed.
    public static AwsClients clients() {
        return Clients.SHARED;
    }

    /// Makes an empty bucket and returns its name.
    public static String newBucket() {
        String name = "bucket-" + NAMES.incrementAndGet();
        clients().s3().createBucket(request -> request.bucket(name));
        return name;
    }

    /// Makes an empty table of checkpoints and returns its name.
    public static String newTable() {
        return newTable("symbol");
    }

    static String newTable(String key) {
        String name = "table-" + NAMES.incrementAndGet();
        AttributeDefinition type =
                AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build();
        KeySchemaElement hash =
                KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build();
        clients()
                .dynamoDb()
                .createTable(request ->
                        request.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(List.of(type))
                                .keySchema(List.of(hash)));
        return name;
    }
}
