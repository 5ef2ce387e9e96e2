package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.local.firehose.Firehose;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The [Firehose] as a process of its own, so that its work is not counted as that of its clients.
final class FirehoseProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern ADDRESS = Pattern.compile("REST +(http://[^/]+)/api");
    private static final JsonMapper JSON = new JsonMapper();

    private final Child child;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private FirehoseProcess(Child child, URI base) {
        this.child = child;
        this.base = base;
    }

    /// @param connections that there will be; nothing is sent before all are there
    static FirehoseProcess start(List<String> symbols, int connections, Path log)
            throws IOException, InterruptedException {
        Child child =
                Child.start(
                        CpuLimit.of(Integer.MAX_VALUE),
                        List.of("-XX:+UseSerialGC", "-Xmx128m"),
                        List.of(
                                Firehose.class.getName(),
                                String.join(",", symbols),
                                Integer.toString(connections)),
                        Map.of(),
                        log);
        try {
            Matcher address = child.awaitPrinted(ADDRESS, PATIENCE);
            return new FirehoseProcess(child, URI.create(address.group(1)));
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

    /// Processor time that it has taken so far, in seconds.
    double cpuSeconds() throws IOException {
        return ProcessSample.of(child.pid(), 0).cpuSeconds();
    }

    /// Sends so many trades more, over each connection.
    void send(long trades) throws IOException, InterruptedException {
        var _ = get("/send?trades=" + trades);
    }

    /// Whether everything has been sent, over every connection.
    boolean isDone() throws IOException, InterruptedException {
        return get("/progress").get("done").asBoolean();
    }

    /// How many connections there have been.
    int connections() throws IOException, InterruptedException {
        return get("/progress").get("streams").asInt();
    }

    private JsonNode get(String target) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + target)).timeout(CALL_TIMEOUT).build();
        return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    @Override
    public void close() {
        http.close();
        child.close();
    }
}
