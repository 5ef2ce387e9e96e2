package io.gapless.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// Calls an exchange over a real socket.
final class RestClient {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;

    RestClient(SimulatedExchange exchange) {
        base = exchange.restUrl();
    }

    /// A reply of the exchange.
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException malformed) {
                throw new UncheckedIOException(response.body(), malformed);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        int usedWeight() {
            return Integer.parseInt(header("X-MBX-USED-WEIGHT-1M"));
        }

        int code() {
            return json().path("code").intValue();
        }
    }

    Answer get(String path, Object... parameters) {
        return send(HttpRequest.newBuilder(base.resolve(path.formatted(parameters))).GET().build());
    }

    Answer getMicros(String path, Object... parameters) {
        return send(
                HttpRequest.newBuilder(base.resolve(path.formatted(parameters)))
                        .header("X-MBX-TIME-UNIT", "MICROSECOND")
                        .GET()
                        .build());
    }

    Answer post(String path, Object... parameters) {
        return send(
                HttpRequest.newBuilder(base.resolve(path.formatted(parameters)))
                        .POST(BodyPublishers.noBody())
                        .build());
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).DELETE().build());
    }

    CompletableFuture<Answer> getLater(String path) {
        return HTTP.sendAsync(
                        HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    Answer send(HttpRequest request) {
        try {
            return new Answer(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(request.uri().toString(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
