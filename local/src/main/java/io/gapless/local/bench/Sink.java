package io.gapless.local.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The least that a client can do: asks for a WebSocket and drops all bytes that come. Shows how much the
/// exchange can send. `Sink URL CONNECTIONS` runs until it is killed.
public final class Sink {
    private static final int READ_BYTES = 1 << 18;

    private Sink() {}

    public static void main(String[] args) {
        URI url = URI.create(args[0]);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            Thread.ofPlatform().start(() -> drop(url));
        }
    }

    private static void drop(URI url) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request =
                    "GET %s?%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    .formatted(url.getPath(), url.getQuery(), url.getHost())
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[READ_BYTES];
            int read = 0;
            while (read >= 0) {
                read = in.read(bytes);
            }
        } catch (IOException e) {
            System.err.println("the exchange is gone: " + e.getMessage());
        }
    }
}
