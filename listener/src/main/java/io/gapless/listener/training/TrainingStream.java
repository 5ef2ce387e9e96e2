package io.gapless.listener.training;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// A stream of trades on loopback: the WebSocket handshake, and then a trade now and then to everyone who has
/// connected. It reads nothing of what it is told.
public final class TrainingStream implements AutoCloseable {
    /// Of the first trade.
    static final long FIRST_ID = 1_000;

    /// Of RFC 6455, section 1.3.
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String KEY = "sec-websocket-key:";
    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_LENGTH_BYTES = 126;
    private static final long PAUSE_MILLIS = 20;
    private static final long MICROS = 1_000_000;

    private final ServerSocket server;
    private final String symbol;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param symbol as the exchange calls it
    public TrainingStream(String symbol, InstantSource clock) throws IOException {
        this.symbol = symbol;
        this.clock = clock;
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!closed.get()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(handshake(socket).getBytes(StandardCharsets.US_ASCII));
            for (long id = FIRST_ID; !closed.get(); id++) {
                out.write(frame(id));
                out.flush();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            // The listener has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String handshake(Socket socket) throws IOException {
        BufferedReader request =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = request.readLine();
                line != null && !line.isEmpty();
                line = request.readLine()) {
            if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
                key = line.substring(KEY.length()).strip();
            }
        }
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
                .formatted(accepted(key));
    }

    private static String accepted(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }

    private byte[] frame(long id) {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * MICROS + now.getNano() / 1_000;
        byte[] text =
                "{\"stream\":\"%s@trade\",\"data\":{\"e\":\"trade\",\"E\":%d,\"s\":\"%s\",\"t\":%d,\"p\":\"95109.30000000\",\"q\":\"0.00120000\",\"T\":%d,\"m\":true,\"M\":true}}"
                        .formatted(symbol.toLowerCase(Locale.ROOT), micros, symbol, id, micros)
                        .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(FINAL_TEXT);
        frame.write(TWO_LENGTH_BYTES);
        frame.write(text.length >> Byte.SIZE);
        frame.write(text.length);
        frame.writeBytes(text);
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        closed.set(true);
        server.close();
    }
}
