package io.gapless.binance;

import static io.gapless.binance.TradeHistoryContract.refusal;
import static io.gapless.binance.TradeHistoryContract.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.aws.AwsClients;
import io.gapless.aws.AwsSettings;
import io.gapless.aws.S3Archive;
import io.gapless.tls.SelfSigned;
import io.gapless.trade.SampleTrades;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that cannot prove that they are who was called.
@Timeout(120)
class RestTlsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path folder;
    private final AtomicInteger served = new AtomicInteger();
    private HttpsServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTrustedCertificateForTheRightNameIsAccepted() throws Exception {
        SelfSigned own = new SelfSigned(folder, "ip:127.0.0.1");
        try (RestTradeHistory history = history(own, own.trusting())) {
            assertThat(value(history.time())).isEqualTo(Instant.ofEpochMilli(1499827319559L));
        }
        assertThat(served).hasValue(1);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        SelfSigned other = new SelfSigned(folder, "dns:elsewhere.test");
        isRefused(other, other.trusting(), "127.0.0.1");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        isRefused(new SelfSigned(folder, "ip:127.0.0.1"), SSLContext.getDefault(), "PKIX");
    }

    @Test
    void storageWithACertificateThatNobodyVouchesForIsGivenNothing() throws Exception {
        URI url = start(new SelfSigned(folder, "ip:127.0.0.1"));
        String key = new SampleTrades(1).batch(2).key().toString();
        AwsSettings settings =
                AwsSettings.from(
                        Map.of(
                                "AWS_REGION", "us-east-1",
                                "AWS_ENDPOINT_URL", url.toString(),
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "the-secret-key"));
        try (AwsClients clients = AwsClients.open(settings)) {
            S3Archive archive = new S3Archive(clients.s3(), "bucket");
            assertThatThrownBy(() -> archive.get(key))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("valid certification path")
                    .hasMessageNotContaining("the-secret-key");
        }
        assertThat(served).hasValue(0);
    }

    private void isRefused(SelfSigned certificate, SSLContext trust, String why) throws Exception {
        try (RestTradeHistory history = history(certificate, trust)) {
            assertThat(refusal(history.time()))
                    .isInstanceOfSatisfying(
                            Refusal.Unavailable.class,
                            refusal ->
                                    assertThat(refusal.sentence())
                                            .contains("SSLHandshakeException", why));
        }
        assertThat(served).hasValue(0);
    }

    private RestTradeHistory history(SelfSigned certificate, SSLContext trust) throws Exception {
        return new RestTradeHistory(
                RestSettings.at(start(certificate)), InstantSource.fixed(NOW), _ -> {}, trust);
    }

    private URI start(SelfSigned certificate) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        server.createContext(
                "/",
                exchange -> {
                    served.incrementAndGet();
                    byte[] body = "{\"serverTime\":1499827319559}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }
}
