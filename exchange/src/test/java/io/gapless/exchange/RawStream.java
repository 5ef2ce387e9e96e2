package io.gapless.exchange;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stream client on a bare socket, which does only what it is told: it answers no ping by itself and may stop reading.
final class RawStream implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    /// One frame: opcode 1 text, 8 close, 9 ping, 10 pong.
    record Frame(int opcode, String payload) {
        private static Frame of(int opcode, String payload) {
            return opcode == 8 && payload.length() >= 2
                    ? new Frame(
                            opcode,
                            (payload.charAt(0) * 256 + payload.charAt(1))
                                    + " "
                                    + payload.substring(2))
                    : new Frame(opcode, payload);
        }
    }

    final Socket socket;
    private final DataInputStream in;

    RawStream(URI base, String path) {
        try {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write(
                            """
                            GET %s HTTP/1.1\r
                            Host: %s\r
                            Upgrade: websocket\r
                            Connection: Upgrade\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            Sec-WebSocket-Version: 13\r
                            \r
                            """
                                    .formatted(path, base.getAuthority())
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A connection whose handshake is done.
    static RawStream open(SimulatedExchange exchange, String path) {
        RawStream stream = new RawStream(exchange.streamUrl(), path);
        List<String> head = stream.head();
        if (!head.getFirst().contains(" 101 ")) {
            throw new IllegalStateException(head.toString());
        }
        return stream;
    }

    /// The lines of the HTTP reply's head.
    List<String> head() {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return lines;
    }

    /// The next frame; empty when the connection ended.
    Optional<Frame> next() {
        try {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            return Optional.of(
                    Frame.of(
                            opcode,
                            new String(in.readNBytes(length), StandardCharsets.ISO_8859_1)));
        } catch (EOFException ended) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The next frame that is no trade.
    Frame nextControl() {
        Frame frame = next().orElseThrow();
        while (frame.payload().contains("\"trade\"")) {
            frame = next().orElseThrow();
        }
        return frame;
    }

    /// How the connection ended: `FIN` or `RST`, or `OPEN` when nothing comes for `millis`.
    String awaitEnd(int millis) {
        try {
            socket.setSoTimeout(millis);
            while (in.read() >= 0) {
                continue;
            }
            return "FIN";
        } catch (SocketTimeoutException silent) {
            return "OPEN";
        } catch (SocketException reset) {
            return "RST";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void send(int opcode, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 125) {
            throw new IllegalArgumentException("short frames only");
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        frame.write(0x80 | bytes.length);
        frame.writeBytes(MASK);
        for (int i = 0; i < bytes.length; i++) {
            frame.write(bytes[i] ^ MASK[i % 4]);
        }
        try {
            socket.getOutputStream().write(frame.toByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
