package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Somebody else's client, in its own process: it gets the exchange's address and the symbols, receives and
/// decodes.
///
/// @param command that starts it, without these two
record PeerContender(String name, List<String> command, Path workingFolder) implements Contender {
    @Override
    public int connections() {
        return 1;
    }

    @Override
    public Child start(FirehoseProcess exchange, CpuLimit limit, Path folder) throws IOException {
        List<String> whole = new ArrayList<>(List.of("env", "-C", workingFolder.toString()));
        whole.addAll(command);
        whole.add(exchange.streamUrl().toString());
        whole.add(String.join(",", SYMBOLS));
        return Child.start(limit, whole, Map.of(), folder.resolve("client.log"));
    }

    /// @throws IOException when it has not decoded every trade
    @Override
    public void settle(Child process, Path folder, long trades)
            throws IOException, InterruptedException {
        process.awaitPrinted(
                java.util.regex.Pattern.compile("decoded " + trades + "\\R"),
                java.time.Duration.ofMinutes(2));
    }
}
