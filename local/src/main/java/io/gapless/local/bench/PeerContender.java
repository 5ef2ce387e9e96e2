package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Somebody else's client, in its own process: it gets the exchange's address and the symbols, receives and
/// decodes.
///
/// @param command that starts it, without these two
record PeerContender(String name, List<String> command, Path workingFolder) implements Contender {
    private static final Pattern DECODED = Pattern.compile("decoded (\\d+)\\R");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// One trade of so many may never come out of a client: XChange has lost one of three million.
    private static final long ONE_LOST_IN = 10_000;

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

    /// @throws IOException when it has not decoded all but one in [#ONE_LOST_IN] of the trades
    @Override
    public void settle(Child process, Path folder, long trades)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (decoded(process) < trades - trades / ONE_LOST_IN) {
            if (!process.isAlive() || System.nanoTime() >= giveUpAt) {
                throw new IOException(
                        "%s has decoded %d of %d trades".formatted(name, decoded(process), trades));
            }
            Thread.sleep(REST);
        }
        Thread.sleep(REST);
    }

    private static long decoded(Child process) {
        return DECODED.matcher(process.printed())
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }
}
