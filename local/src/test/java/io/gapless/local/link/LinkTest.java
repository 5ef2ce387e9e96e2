package io.gapless.local.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinkTest {
    private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);
    private static final byte[] REQUEST = "request".getBytes(US_ASCII);

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private Link link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        link = Link.to(server::getLocalPort);
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), link.port());
    }

    @Test
    void bytesGoThroughBothWaysAndSoDoesTheEnd() throws IOException {
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            client.getOutputStream().write(REQUEST);
            client.shutdownOutput();
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(REQUEST);
            accepted.getOutputStream().write(REQUEST);
            accepted.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(REQUEST);
        }
    }

    @Test
    void whatIsHeldArrivesAfterItsSenderIsGone() throws IOException {
        link.disturb(new Disturbance.Hold(), EnumSet.of(Direction.TO_SERVER));
        Socket client = connect();
        try (Socket accepted = server.accept()) {
            client.getOutputStream().write(REQUEST);
            client.close();
            accepted.setSoTimeout(200);
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);

            link.clear();

            accepted.setSoTimeout(0);
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(REQUEST);
        }
    }

    @Test
    void theOtherDirectionGoesOn() throws IOException {
        link.disturb(new Disturbance.Hold(), EnumSet.of(Direction.TO_SERVER));
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write(REQUEST);
            assertThat(client.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
        }
    }

    @Test
    void aCutResetsWhatIsOpenAndNothingElse() throws IOException {
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            client.getOutputStream().write(REQUEST);
            assertThat(accepted.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);

            link.disturb(new Disturbance.Cut(), BOTH);

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
        bytesGoThroughBothWaysAndSoDoesTheEnd();
    }

    @Test
    void aRefusalLastsUntilItIsCleared() throws IOException {
        link.disturb(new Disturbance.Refuse(), BOTH);
        assertThatThrownBy(
                        () -> {
                            try (Socket client = connect()) {
                                assertThat(client.getInputStream().read()).isEqualTo(-1);
                                throw new IOException("ended");
                            }
                        })
                .isInstanceOf(IOException.class);
        link.clear();
        bytesGoThroughBothWaysAndSoDoesTheEnd();
    }

    @Test
    void delayAndLimitTakeTheirTime() throws IOException {
        assertTakes(new Disturbance.Delay(Duration.ofMillis(300)));
        assertTakes(new Disturbance.Limit(REQUEST.length * 1_000 / 300));
    }

    private void assertTakes(Disturbance disturbance) throws IOException {
        link.disturb(disturbance, EnumSet.of(Direction.TO_SERVER));
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            long begun = System.nanoTime();
            client.getOutputStream().write(REQUEST);
            client.shutdownOutput();
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(REQUEST);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(290));
        }
    }

    @Test
    void aServerThatIsAwayLooksLikeAReset() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(IOException.class);
        }
    }
}
