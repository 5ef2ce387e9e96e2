package io.gapless.local.bench;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;

/// What the listener is compared with: a Tyrus client, set up as the feed sets up its own, that takes
/// every frame as text and drops it. `BareTyrus URL CONNECTIONS` runs until it is killed.
public final class BareTyrus {
    private static final int FRAME_BYTES = 1 << 20;

    private BareTyrus() {}

    public static void main(String[] args) throws Exception {
        ClientManager client = ClientManager.createClient();
        client.setDefaultMaxSessionIdleTimeout(-1);
        client.setDefaultMaxTextMessageBufferSize(FRAME_BYTES);
        client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, FRAME_BYTES);
        client.getProperties()
                .put(
                        GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG,
                        ThreadPoolConfig.defaultConfig()
                                .setDaemon(true)
                                .setCorePoolSize(1)
                                .setMaxPoolSize(1));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            client.connectToServer(
                    new Dropping(),
                    ClientEndpointConfig.Builder.create().build(),
                    URI.create(args[0]));
        }
        Thread.currentThread().join();
    }

    private static final class Dropping extends Endpoint {
        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            opened.setMaxIdleTimeout(-1);
            opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) _ -> {});
        }
    }
}
