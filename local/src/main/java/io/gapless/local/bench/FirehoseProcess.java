package io.gapless.local.bench;

import io.gapless.local.firehose.Firehose;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The [Firehose] as a process of its own.
final class FirehoseProcess implements AutoCloseable {
    private final RemoteServer server;

    private FirehoseProcess(RemoteServer server) {
        this.server = server;
    }

    /// @param connections that there will be; nothing is sent before all are there
    static FirehoseProcess start(List<String> symbols, int connections, Path log)
            throws IOException, InterruptedException {
        return new FirehoseProcess(
                RemoteServer.start(
                        "128m",
                        List.of(
                                Firehose.class.getName(),
                                String.join(",", symbols),
                                Integer.toString(connections)),
                        log));
    }

    URI restUrl() {
        return server.restUrl();
    }

    URI streamUrl() {
        return server.streamUrl();
    }

    /// Processor time that it has taken so far, in seconds.
    double cpuSeconds() throws IOException {
        return ProcessSample.of(server.pid(), 0).cpuSeconds();
    }

    /// Sends so many trades more, over each connection.
    void send(long trades) throws IOException, InterruptedException {
        var _ = server.call("GET", "/send?trades=" + trades);
    }

    /// Whether everything has been sent, over every connection.
    boolean isDone() throws IOException, InterruptedException {
        return server.call("GET", "/progress").get("done").asBoolean();
    }

    /// How many connections there have been.
    int connections() throws IOException, InterruptedException {
        return server.call("GET", "/progress").get("streams").asInt();
    }

    @Override
    public void close() {
        server.close();
    }
}
