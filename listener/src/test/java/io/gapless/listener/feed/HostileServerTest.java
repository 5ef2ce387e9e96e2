package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gapless.listener.feed.RawStreamServer.Behaviour;
import io.gapless.tls.SelfSigned;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are no exchange, or one gone mad.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileServerTest {
    private static final String FRAME =
            "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":1723161255611999,\"m\":true,\"M\":true}}";

    @TempDir Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void aPeerThatAcceptsAndSaysNothingIsGivenUpAtTheDeadline(String scheme) throws Exception {
        RawStreamServer blackHole =
                open(new RawStreamServer(scheme, ServerSocketFactory.getDefault(), _ -> {}));
        FeedProbe probe = probe(blackHole.url(), Duration.ofSeconds(1));

        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_TIMED_OUT) >= 4);
        assertThat(probe.statistics().trouble().orElseThrow())
                .contains("not connected within 1000 ms");
        assertThat(blackHole.accepted()).isGreaterThanOrEqualTo(4);
        long begin = System.nanoTime();
        probe.feed.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FeedProbe.PATIENCE);
        await().atMost(FeedProbe.PATIENCE)
                .untilAsserted(() ->
                        assertThat(Thread.getAllStackTraces().keySet())
                                .noneMatch(t -> t.getName().startsWith("feed-socket")));
    }

    @Test
    void nobodyListeningIsSaidSo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        FeedProbe probe = probe(URI.create("ws://127.0.0.1:" + port), Duration.ofSeconds(3));

        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_FAILED) >= 2);
        assertThat(probe.statistics().trouble().orElseThrow())
                .contains("no connection to ws://127.0.0.1:" + port, "Connection refused");
    }

    @Test
    void anUnknownNameIsSaidSo() {
        FeedProbe probe =
                probe(URI.create("ws://no-such-host.invalid:9443"), Duration.ofSeconds(20));

        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_FAILED) >= 1);
        assertThat(probe.statistics().trouble().orElseThrow())
                .contains("the name no-such-host.invalid is not known");
    }

    @Test
    void aTrustedCertificateForTheRightNameIsAccepted() throws Exception {
        SelfSigned own = new SelfSigned(folder, "ip:127.0.0.1");
        FeedProbe probe = overTls(own, own.trusting());

        probe.until(() -> probe.trades("BTCUSDT").size() == 3);
        assertThat(probe.statistics().reconnectsTotal()).isZero();
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        SelfSigned other = new SelfSigned(folder, "dns:elsewhere.test");
        FeedProbe probe = overTls(other, other.trusting());

        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_FAILED) >= 2);
        assertThat(probe.statistics().trouble().orElseThrow()).contains("127.0.0.1");
        assertThat(probe.statistics().frames()).isZero();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        SelfSigned own = new SelfSigned(folder, "ip:127.0.0.1");
        FeedProbe probe = overTls(own, SSLContext.getDefault());

        probe.until(() -> probe.reconnects(ReconnectReason.CONNECT_FAILED) >= 2);
        assertThat(probe.statistics().frames()).isZero();
    }

    @Test
    void aFrameOf64MegabytesIsNotTakenInAndEndsTheConnectionOnly() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        java.util.Arrays.fill(megabyte, (byte) ' ');
        AtomicLong mostTaken = new AtomicLong();
        RawStreamServer server =
                open(
                        new RawStreamServer(
                                RawStreamServer.afterHandshake(socket -> {
                                    OutputStream out = socket.getOutputStream();
                                    out.write(RawStreamServer.head(RawStreamServer.TEXT, 64 << 20));
                                    for (int taken = 0; taken < 64; taken++) {
                                        out.write(megabyte);
                                        long most = taken + 1;
                                        mostTaken.accumulateAndGet(most, Math::max);
                                    }
                                })));
        FeedProbe probe = probe(server.url(), Duration.ofSeconds(3));

        probe.until(() -> probe.reconnects(ReconnectReason.CLOSED_BY_SERVER) >= 2);
        assertThat(probe.statistics().frames()).isZero();
        // What the kernel's buffers hold is sent before the connection is cut.
        assertThat(mostTaken.get()).isLessThan(32);
    }

    @Test
    void aMessageBeyondTheLimitInManyFragmentsEndsTheConnectionToo() throws Exception {
        byte[] part = new byte[100_000];
        java.util.Arrays.fill(part, (byte) ' ');
        RawStreamServer server =
                open(
                        new RawStreamServer(
                                RawStreamServer.afterHandshake(socket -> {
                                    OutputStream out = socket.getOutputStream();
                                    out.write(
                                            RawStreamServer.frame(
                                                    RawStreamServer.TEXT_BEGIN, part));
                                    while (true) {
                                        out.write(
                                                RawStreamServer.frame(
                                                        RawStreamServer.CONTINUED, part));
                                    }
                                })));
        FeedProbe probe = probe(server.url(), Duration.ofSeconds(3));

        probe.until(() -> probe.reconnects(ReconnectReason.CLOSED_BY_SERVER) >= 2);
        assertThat(probe.statistics().trades()).isZero();
    }

    @Test
    void aTradeInFragmentsIsATrade() throws Exception {
        String frame = FRAME.formatted(7);
        FeedProbe probe =
                sending(
                        RawStreamServer.frame(
                                RawStreamServer.TEXT_BEGIN, bytes(frame.substring(0, 50))),
                        RawStreamServer.frame(
                                RawStreamServer.CONTINUED, bytes(frame.substring(50, 51))),
                        RawStreamServer.frame(
                                RawStreamServer.CONTINUED_END, bytes(frame.substring(51))),
                        RawStreamServer.text(FRAME.formatted(8)));

        probe.until(() -> probe.trades("BTCUSDT").size() == 2);
        assertThat(probe.trades("BTCUSDT")).containsOnlyKeys(7L, 8L);
    }

    @Test
    void unreadableAndBinaryFramesAreCountedAndTheTradesBetweenThemKept() throws Exception {
        FeedProbe probe =
                sending(
                        RawStreamServer.text(FRAME.formatted(1)),
                        RawStreamServer.text("{\"e\":\"trade\",\"t\":\"what?\"}"),
                        RawStreamServer.text(FRAME.formatted(2)),
                        RawStreamServer.frame(RawStreamServer.BINARY, new byte[] {1, 2, 3}),
                        RawStreamServer.text("{\"e\":\"kline\"}"),
                        RawStreamServer.text(FRAME.formatted(3)));

        probe.until(() -> probe.connections().size() == 2 && probe.statistics().trades() == 6);
        assertThat(probe.trades("BTCUSDT")).containsOnlyKeys(1L, 2L, 3L);
        assertThat(probe.statistics().unreadable()).isEqualTo(4);
        assertThat(probe.statistics().otherFrames()).isEqualTo(2);
    }

    @Test
    void aServerThatTalksNoHttpIsNoExchange() throws Exception {
        RawStreamServer server =
                open(
                        new RawStreamServer(socket -> {
                            socket.getOutputStream().write(bytes("SSH-2.0-dropbear\r\n"));
                            socket.getOutputStream().flush();
                        }));
        FeedProbe probe = probe(server.url(), Duration.ofSeconds(1));

        probe.until(() -> probe.statistics().reconnectsTotal() >= 2);
        assertThat(probe.statistics().trouble()).isPresent();
    }

    private FeedProbe overTls(SelfSigned certificate, SSLContext trust) throws Exception {
        RawStreamServer server =
                open(
                        new RawStreamServer(
                                "wss",
                                certificate.server().getServerSocketFactory(),
                                RawStreamServer.afterHandshake(HostileServerTest::threeTrades)));
        return open(new FeedProbe(FeedProbe.settings(server.url()), trust, "BTCUSDT"));
    }

    private static void threeTrades(Socket socket) throws java.io.IOException {
        for (long id = 1; id <= 3; id++) {
            socket.getOutputStream().write(RawStreamServer.text(FRAME.formatted(id)));
        }
        socket.getOutputStream().flush();
    }

    private FeedProbe sending(byte[]... frames) throws Exception {
        Behaviour send =
                socket -> {
                    for (byte[] frame : frames) {
                        socket.getOutputStream().write(frame);
                    }
                    socket.getOutputStream().flush();
                };
        RawStreamServer server = open(new RawStreamServer(RawStreamServer.afterHandshake(send)));
        return probe(server.url(), Duration.ofSeconds(3));
    }

    private FeedProbe probe(URI url, Duration connectWithin) {
        FeedTiming timing = FeedProbe.timing(Duration.ofHours(1), connectWithin);
        return open(
                new FeedProbe(new FeedSettings(url, timing, FeedLimits.production()), "BTCUSDT"));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
