package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A client that gets the stream's address and how many connections to make, and only receives.
///
/// @param program main class on this program's class path
record ReceivingContender(String name, int connections, List<String> program) implements Contender {
    @Override
    public Child start(FirehoseProcess exchange, CpuLimit limit, Path folder) throws IOException {
        List<String> command = new java.util.ArrayList<>(program);
        command.add(address(exchange));
        command.add(Integer.toString(connections));
        return Child.start(
                limit, ListenerMemory.FLAGS, command, ListenerMemory.ENVIRONMENT, log(folder));
    }

    static Path log(Path folder) {
        return folder.resolve("client.log");
    }

    /// As the listener makes it.
    static String address(FirehoseProcess exchange) {
        return exchange.streamUrl()
                + "/stream?streams="
                + SYMBOLS.stream()
                        .map(symbol -> symbol.toLowerCase(Locale.ROOT) + "@trade")
                        .collect(Collectors.joining("/"))
                + "&timeUnit=MICROSECOND";
    }
}
