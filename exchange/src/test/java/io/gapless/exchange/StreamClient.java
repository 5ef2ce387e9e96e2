package io.gapless.exchange;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// A stream connection that keeps everything it hears. The JDK's client answers pings by itself.
final class StreamClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<String> frames = new CopyOnWriteArrayList<>();
    final List<String> pings = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    StreamClient(URI base, String path) {
        socket = connect(base, path).join();
    }

    StreamClient(SimulatedExchange exchange, String path) {
        this(exchange.streamUrl(), path);
    }

    private CompletableFuture<WebSocket> connect(URI base, String path) {
        return HTTP.newWebSocketBuilder().buildAsync(URI.create(base + path), this);
    }

    static CompletableFuture<WebSocket> handshake(SimulatedExchange exchange, String path) {
        return HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(exchange.streamUrl() + path), new WebSocket.Listener() {});
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.add(StandardCharsets.US_ASCII.decode(message).toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end.complete("error " + error.getMessage());
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    void ping() {
        socket.sendPing(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII))).join();
    }

    /// Sends a request and waits for the reply with its id.
    JsonNode ask(int id, String request) {
        say(request.replace("$id", Integer.toString(id)));
        return first(frame -> frame.path("id").asInt(-1) == id);
    }

    JsonNode first(Predicate<JsonNode> wanted) {
        return await().atMost(PATIENCE)
                .until(() -> json().stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    List<JsonNode> json() {
        return frames.stream().map(StreamClient::parse).toList();
    }

    /// Trade payloads, whether raw or combined.
    List<JsonNode> trades() {
        return json().stream()
                .map(frame -> frame.has("data") ? frame.get("data") : frame)
                .filter(data -> data.path("e").asText().equals("trade"))
                .toList();
    }

    List<Long> ids() {
        return trades().stream().map(trade -> trade.get("t").longValue()).toList();
    }

    List<Long> awaitIds(int count) {
        await().atMost(PATIENCE).until(() -> frames.size() >= count && ids().size() >= count);
        return ids();
    }

    String awaitEnd() {
        await().atMost(PATIENCE).until(end::isDone);
        return end.join();
    }

    static JsonNode parse(String text) {
        try {
            return RestClient.JSON.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(text, malformed);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
