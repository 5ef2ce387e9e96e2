package io.gapless.listener.feed;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.Writer;

/// Tyrus's Grizzly container, with a [ConnectionHandle] on every connection and a [FrameSieve] in front
/// of Tyrus.
///
/// Tyrus itself can only close politely, and only once the handshake is done: a peer that accepts
/// TCP and says nothing would keep a socket and its threads. It also reads whatever there is at
/// once, which at a market's pace is one frame at a time. Public, because Tyrus makes it by name.
public final class StreamContainer implements ClientContainer {
    /// The user property of the endpoint configuration that holds the [FeedConnection].
    static final String CONNECTION = "io.gapless.connection";

    @Override
    public void openClientSocket(
            ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
            throws DeploymentException, IOException {
        if (!(config.getUserProperties().get(CONNECTION) instanceof FeedConnection connection)) {
            throw new IllegalArgumentException("a socket without its connection");
        }
        new GrizzlyClientContainer()
                .openClientSocket(config, properties, new HeldEngine(engine, connection));
    }

    private record HeldEngine(ClientEngine engine, FeedConnection feed) implements ClientEngine {
        @Override
        public UpgradeRequest createUpgradeRequest(TimeoutHandler timeoutHandler) {
            // What Tyrus calls when its own time-out is over: it closes the transport.
            feed.handle().cutBy(timeoutHandler::handleTimeout);
            return engine.createUpgradeRequest(timeoutHandler);
        }

        @Override
        public ClientUpgradeInfo processResponse(
                UpgradeResponse response, Writer writer, Connection.CloseListener closeListener) {
            feed.handle().answered(response);
            feed.handle()
                    .cutBy(() -> {
                        try {
                            writer.close();
                        } catch (IOException _) {
                            // It was to be closed, and nobody is left to tell.
                        }
                    });
            return new HeldUpgrade(engine.processResponse(response, writer, closeListener), feed);
        }

        @Override
        public void processError(Throwable error) {
            engine.processError(error);
        }
    }

    private record HeldUpgrade(ClientEngine.ClientUpgradeInfo upgrade, FeedConnection feed)
            implements ClientEngine.ClientUpgradeInfo {
        @Override
        public ClientEngine.ClientUpgradeStatus getUpgradeStatus() {
            return upgrade.getUpgradeStatus();
        }

        @Override
        public Connection createConnection() {
            Connection connection = upgrade.createConnection();
            return new HeldConnection(connection, connection.getReadHandler(), feed);
        }
    }

    private record HeldConnection(Connection connection, ReadHandler tyrus, FeedConnection feed)
            implements Connection {
        @Override
        public ReadHandler getReadHandler() {
            return this::read;
        }

        @Override
        public Writer getWriter() {
            return connection.getWriter();
        }

        @Override
        public CloseListener getCloseListener() {
            return connection.getCloseListener();
        }

        @Override
        public void close(CloseReason reason) {
            connection.close(reason);
        }

        private void read(ByteBuffer data) {
            int bytes = data.remaining();
            feed.read(data, tyrus);
            feed.handle().pauseAfterReading(bytes);
        }
    }
}
