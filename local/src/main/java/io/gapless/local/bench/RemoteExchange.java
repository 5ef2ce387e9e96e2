package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The simulated exchange as a process of its own.
final class RemoteExchange implements AutoCloseable {
    private final RemoteServer server;

    private RemoteExchange(RemoteServer server) {
        this.server = server;
    }

    /// @param arguments of `gapless exchange`
    static RemoteExchange start(List<String> arguments, Path log)
            throws IOException, InterruptedException {
        List<String> program =
                new ArrayList<>(List.of("io.gapless.local.Gapless", "exchange", "--port", "0"));
        program.addAll(arguments);
        return new RemoteExchange(RemoteServer.start("512m", program, log));
    }

    URI restUrl() {
        return server.restUrl();
    }

    URI streamUrl() {
        return server.streamUrl();
    }

    long pid() {
        return server.pid();
    }

    /// Makes a fault, by a query such as `fault=halt`.
    void fault(String query) throws IOException, InterruptedException {
        var _ = server.call("POST", "/control/faults?" + query);
    }

    JsonNode truth(String symbol) throws IOException, InterruptedException {
        return server.call("GET", "/control/truth?symbol=" + symbol);
    }

    JsonNode counters() throws IOException, InterruptedException {
        return server.call("GET", "/control/counters");
    }

    /// True trades from an id on.
    JsonNode trades(String symbol, long fromId, int limit)
            throws IOException, InterruptedException {
        return server.call(
                "GET",
                "/control/trades?symbol=" + symbol + "&fromId=" + fromId + "&limit=" + limit);
    }

    @Override
    public void close() {
        server.close();
    }
}
