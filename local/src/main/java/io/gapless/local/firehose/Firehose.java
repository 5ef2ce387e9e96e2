package io.gapless.local.firehose;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// As much of Binance as a listener needs to start and a stream client to receive: what it lists, how
/// far it has counted, and trades as fast as the client takes them, but no faster. The same trades go
/// to every connection. Nothing is sent before `POST /send?trades=N`, and no more than that.
///
/// `java … Firehose SYMBOL,SYMBOL CONNECTIONS` prints its address and serves until it is killed.
public final class Firehose {
    private static final int BACKLOG = 50;
    private static final int LONGEST_LINE = 1 << 16;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final List<String> symbols;
    private final Throttle throttle;
    private final long startMicros = Clock.systemUTC().millis() * 1_000;

    private Firehose(List<String> symbols, int connections) {
        this.symbols = symbols;
        throttle = new Throttle(connections);
    }

    public static void main(String[] args) throws IOException {
        Firehose firehose = new Firehose(List.of(args[0].split(",")), Integer.parseInt(args[1]));
        try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println("REST http://127.0.0.1:" + server.getLocalPort() + "/api");
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().start(() -> firehose.serve(socket));
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            String target = "";
            String key = "";
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (target.isEmpty()) {
                    target = line.replaceFirst("^\\S+ ", "").replaceFirst(" .*", "");
                } else if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            if (key.isEmpty()) {
                reply(out, "200 OK", rest(target));
            } else {
                stream(in, out, target, key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stream(DataInputStream in, OutputStream out, String target, String key)
            throws IOException {
        int number = throttle.open();
        if (number < 0) {
            reply(out, "503 Service Unavailable", "{}");
            return;
        }
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept(key)
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String decoded = URLDecoder.decode(target, StandardCharsets.UTF_8);
        int query = decoded.indexOf("streams=");
        List<String> streams =
                query < 0
                        ? List.of()
                        : List.of(decoded.substring(query + 8).replaceFirst("&.*", "").split("/"));
        boolean micros = decoded.toLowerCase(Locale.ROOT).contains("timeunit=microsecond");
        MarketFrames frames = new MarketFrames(symbols, query >= 0, micros, startMicros);
        FirehoseStream stream = new FirehoseStream(number, throttle, frames, streams, out);
        Thread.ofPlatform().daemon().start(() -> stream.answer(in));
        stream.send();
    }

    private String rest(String target) {
        if (target.startsWith("/send?trades=")) {
            throttle.allow(Long.parseLong(target.substring(target.indexOf('=') + 1)));
            return "{}";
        }
        if (target.startsWith("/progress")) {
            return "{\"position\":%d,\"done\":%b,\"streams\":%d}"
                    .formatted(throttle.position(), throttle.isDone(), throttle.opened());
        }
        if (target.contains("/exchangeInfo")) {
            return symbols.stream()
                    .map(symbol ->
                            "{\"symbol\":\"%s\",\"status\":\"TRADING\",\"quoteAsset\":\"USDT\"}"
                                    .formatted(symbol))
                    .collect(Collectors.joining(",", "{\"rateLimits\":[],\"symbols\":[", "]}"));
        }
        if (target.contains("/ticker/24hr")) {
            return symbols.stream()
                    .map(symbol ->
                            "{\"symbol\":\"%s\",\"firstId\":1,\"lastId\":%d,\"count\":%d}"
                                    .formatted(
                                            symbol,
                                            MarketFrames.FIRST_ID - 1,
                                            MarketFrames.FIRST_ID - 1))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return "{\"serverTime\":" + Clock.systemUTC().millis() + "}";
    }

    private static void reply(OutputStream out, String status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        out.write(
                ("HTTP/1.1 "
                                + status
                                + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= LONGEST_LINE) {
                throw new IOException("a header of more than " + LONGEST_LINE + " bytes");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String accept(String key) {
        try {
            // Of RFC 6455, which protects nothing by it.
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }
}
