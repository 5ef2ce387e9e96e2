package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gapless.config.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The real process says nothing of the credentials it was given, whatever goes wrong.
@Timeout(120)
class SecretsTest {
    private static final String SECRET_KEY = "wJalrXUtnFEMIbPxRfiCYzEXAMPLEKEY";
    private static final String TOKEN = "FwoGZXIvYXdzEXAMPLETOKEN";
    private static final String PASSWORD = "hunter2";

    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "AWS_REGION",
                            "us-east-1",
                            "AWS_ACCESS_KEY_ID",
                            "AKIDEXAMPLE",
                            "AWS_SECRET_ACCESS_KEY",
                            SECRET_KEY,
                            "AWS_SESSION_TOKEN",
                            TOKEN,
                            Setting.SYMBOLS.variable(),
                            "BTCUSDT",
                            Setting.BUCKET.variable(),
                            "bucket",
                            Setting.CHECKPOINT_TABLE.variable(),
                            "table"));

    @Test
    void aWrongConfigurationIsToldWithoutThem() throws Exception {
        environment.remove(Setting.BUCKET.variable());
        environment.put(Setting.FLUSH_INTERVAL.variable(), "soon");
        environment.put(
                Setting.BINANCE_REST_URL.variable(), "https://me:" + PASSWORD + "@127.0.0.1");
        environment.put("AWS_ENDPOINT_URL_S3", "ftp://me:" + PASSWORD + "@127.0.0.1");

        String said = ended(ExitCode.WRONG_CONFIGURATION);
        assertThat(said)
                .contains(
                        "GAPLESS_BUCKET is not set",
                        "GAPLESS_FLUSH_INTERVAL=soon",
                        "GAPLESS_BINANCE_REST_URL=",
                        "AWS_ENDPOINT_URL_S3 is");
        isSilent(said);
    }

    @Test
    void aRefusalByAwsIsToldWithoutThem() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer aws = refusing(asked);
        try {
            environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.getAddress().getPort());

            String said = ended(ExitCode.CANNOT_WORK_HERE);
            assertThat(said).contains("Check AWS_SECRET_ACCESS_KEY");
            isSilent(said);
        } finally {
            aws.stop(0);
        }
        assertThat(asked).hasPositiveValue();
    }

    private static void isSilent(String said) {
        assertThat(said).doesNotContain(SECRET_KEY, TOKEN, PASSWORD);
    }

    private String ended(ExitCode expected) throws Exception {
        try (ListenerJvm listener = ListenerJvm.start(environment)) {
            int code = listener.exitCode();
            assertThat(code).as(listener.everythingSaid()).isEqualTo(expected.number());
            return listener.everythingSaid();
        }
    }

    /// As S3 and DynamoDB answer where the secret key does not fit.
    private static HttpServer refusing(AtomicInteger asked) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    boolean isDynamo = exchange.getRequestHeaders().containsKey("X-Amz-Target");
                    byte[] body =
                            (isDynamo
                                            ? "{\"__type\":\"InvalidSignatureException\",\"message\":\"no match\"}"
                                            : "<Error><Code>SignatureDoesNotMatch</Code><Message>no match</Message></Error>")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .set(
                                    "Content-Type",
                                    isDynamo ? "application/x-amz-json-1.0" : "application/xml");
                    exchange.sendResponseHeaders(isDynamo ? 400 : 403, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
