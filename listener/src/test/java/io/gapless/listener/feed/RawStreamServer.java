package io.gapless.listener.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/// A server that speaks just enough WebSocket to send bytes that no decent server would.
final class RawStreamServer implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int TEXT_BEGIN = 0x01;
    static final int CONTINUED = 0x00;
    static final int CONTINUED_END = 0x80;
    static final int BINARY = 0x82;

    /// What is done with a connection once it is accepted; the socket stays open afterwards.
    interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final String scheme;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RawStreamServer(Behaviour behaviour) throws IOException {
        this("ws", ServerSocketFactory.getDefault(), behaviour);
    }

    RawStreamServer(String scheme, ServerSocketFactory factory, Behaviour behaviour)
            throws IOException {
        this.scheme = scheme;
        server = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofPlatform().daemon().start(() -> accept(behaviour));
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    int accepted() {
        return sockets.size();
    }

    /// A behaviour that completes the handshake first.
    static Behaviour afterHandshake(Behaviour then) {
        return socket -> {
            handshake(socket);
            then.serve(socket);
        };
    }

    /// A frame from server to client, with this first byte.
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 10);
        bytes.writeBytes(head(first, payload.length));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /// What comes before a payload of that many bytes.
    static byte[] head(int first, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(10);
        bytes.write(first);
        if (length < 126) {
            bytes.write(length);
        } else if (length < 1 << 16) {
            bytes.write(126);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) length >> shift));
            }
        }
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                behaviour.serve(socket);
                            } catch (IOException _) {
                                // The client has had enough.
                            }
                        });
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void handshake(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client left");
            }
            head.append((char) next);
        }
        List<String> lines = new ArrayList<>(List.of(head.toString().split("\r\n")));
        String key =
                lines.stream()
                        .filter(line -> line.regionMatches(true, 0, "sec-websocket-key:", 0, 18))
                        .map(line -> line.substring(18).strip())
                        .findFirst()
                        .orElseThrow();
        OutputStream out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + accept(key)
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
