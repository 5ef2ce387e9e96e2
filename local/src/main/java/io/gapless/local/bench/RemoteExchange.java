package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The simulated exchange as a process of its own, so that its work is not counted as ours.
final class RemoteExchange implements AutoCloseable {
    /// What a JVM and the exchange take to start on a busy machine.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern ADDRESS = Pattern.compile("REST +(http://[^/]+)/api");
    private static final JsonMapper JSON = new JsonMapper();

    private final Child child;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private RemoteExchange(Child child, URI base) {
        this.child = child;
        this.base = base;
    }

    /// @param arguments of `gapless exchange`
    static RemoteExchange start(List<String> arguments, Path log)
            throws IOException, InterruptedException {
        List<String> program =
                new ArrayList<>(List.of("io.gapless.local.Gapless", "exchange", "--port", "0"));
        program.addAll(arguments);
        Child child =
                Child.start(
                        CpuLimit.of(Integer.MAX_VALUE),
                        List.of("-XX:+UseSerialGC", "-Xmx512m"),
                        program,
                        Map.of(),
                        log);
        try {
            Matcher address = child.awaitPrinted(ADDRESS, PATIENCE);
            return new RemoteExchange(child, URI.create(address.group(1)));
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    URI restUrl() {
        return base;
    }

    URI streamUrl() {
        return URI.create(base.toString().replace("http:", "ws:"));
    }

    long pid() {
        return child.pid();
    }

    /// Makes a fault, by a query such as `fault=halt`.
    void fault(String query) throws IOException, InterruptedException {
        var _ = call("POST", "/control/faults?" + query);
    }

    JsonNode truth(String symbol) throws IOException, InterruptedException {
        return call("GET", "/control/truth?symbol=" + symbol);
    }

    JsonNode counters() throws IOException, InterruptedException {
        return call("GET", "/control/counters");
    }

    /// True trades from an id on.
    JsonNode trades(String symbol, long fromId, int limit)
            throws IOException, InterruptedException {
        return call(
                "GET",
                "/control/trades?symbol=" + symbol + "&fromId=" + fromId + "&limit=" + limit);
    }

    private JsonNode call(String method, String target) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(CALL_TIMEOUT)
                        .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(
                                    request.uri(),
                                    response.statusCode(),
                                    new String(
                                            response.body(),
                                            java.nio.charset.StandardCharsets.UTF_8)));
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
        child.close();
    }
}
