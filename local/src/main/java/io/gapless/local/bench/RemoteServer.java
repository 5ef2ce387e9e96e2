package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of trades as a process of its own, so that its work is not counted as that of its clients:
/// it prints where its REST interface is, and answers in JSON.
final class RemoteServer implements AutoCloseable {
    /// What a JVM and a server take to start on a busy machine.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern ADDRESS = Pattern.compile("REST +(http://[^/]+)/api");
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final Child child;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private RemoteServer(Child child, URI base) {
        this.child = child;
        this.base = base;
    }

    /// @param heap of its JVM, such as `128m`
    /// @param program main class and arguments
    static RemoteServer start(String heap, List<String> program, Path log)
            throws IOException, InterruptedException {
        Child child =
                Child.start(
                        CpuLimit.of(Integer.MAX_VALUE),
                        List.of("-XX:+UseSerialGC", "-Xmx" + heap),
                        program,
                        Map.of(),
                        log);
        try {
            Matcher address = child.awaitPrinted(ADDRESS, PATIENCE);
            return new RemoteServer(child, URI.create(address.group(1)));
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

    /// @throws IOException also when the server refuses
    JsonNode call(String method, String target) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(CALL_TIMEOUT)
                        .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(
                                    request.uri(),
                                    response.statusCode(),
                                    new String(response.body(), StandardCharsets.UTF_8)));
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
        child.close();
    }
}
