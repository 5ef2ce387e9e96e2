package io.gapless.listener.feed;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;

/// Makes WebSocket connections with Tyrus. Certificates and host names are verified; Tyrus's own
/// reconnecting and redirecting stay off.
final class StreamConnector {
    private static final int MAX_CAUSES = 10;

    /// Tyrus's own deadline comes after the supervisor's, which then says what happened.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ClientManager client;
    private final SSLContext tls;

    /// @param tls whom to trust
    StreamConnector(FeedSettings settings, SSLContext tls) {
        this.tls = tls;
        client = ClientManager.createClient(StreamContainer.class.getName());
        client.setDefaultMaxSessionIdleTimeout(-1);
        client.setDefaultMaxTextMessageBufferSize(settings.limits().frameBytes());
        client.getProperties()
                .put(ClientProperties.INCOMING_BUFFER_SIZE, settings.limits().frameBytes());
        client.getProperties()
                .put(
                        ClientProperties.HANDSHAKE_TIMEOUT,
                        Math.toIntExact(settings.timing().connectWithin().plus(MARGIN).toMillis()));
        // Each connection has a transport of its own. One worker in it is enough, and means that a
        // socket whose reader waits is not read by another: memory stays bounded.
        client.getProperties()
                .put(
                        GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG,
                        ThreadPoolConfig.defaultConfig()
                                .setPoolName("feed-socket")
                                .setDaemon(true)
                                .setCorePoolSize(1)
                                .setMaxPoolSize(1));
    }

    /// Connects; blocks for as long as name lookup, TCP, TLS and handshake take, which Tyrus bounds
    /// at about 30 s each.
    ///
    /// @return why not, if it failed
    Optional<ConnectFailure> connect(FeedConnection connection, URI url) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().sslContext(tls).build();
        config.getUserProperties().put(StreamContainer.CONNECTION, connection);
        try {
            var session = client.connectToServer(connection, config, url);
            // It may have been given up while it was opening.
            connection.handle().cutBy(() -> closeQuietly(session));
            return Optional.empty();
        } catch (DeploymentException | IOException | RuntimeException e) {
            Optional<ConnectFailure> refusal = connection.handle().refusal();
            connection.handle().cut();
            return Optional.of(refusal.orElseGet(() -> ConnectFailure.of(explain(e, url))));
        }
    }

    void shutdown() {
        client.shutdown();
    }

    private static void closeQuietly(jakarta.websocket.Session session) {
        try {
            session.close();
        } catch (IOException | IllegalStateException _) {
            // Its socket has been closed already.
        }
    }

    private static String explain(Throwable failure, URI url) {
        String explanation = failure.getClass().getSimpleName();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return "the name " + url.getHost() + " is not known";
            }
            if (cause.getMessage() != null) {
                explanation = cause.getMessage();
            }
            cause = cause.getCause();
        }
        return TradeFrameDecoder.sample(explanation);
    }
}
