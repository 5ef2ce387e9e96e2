package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// How busy the simulated exchange is.
///
/// @param symbols how many, all equally busy
/// @param tradesPerSecond of all together, without bursts
record MarketLoad(int symbols, int tradesPerSecond) {
    List<String> names() {
        return IntStream.rangeClosed(1, symbols).mapToObj("GAP%04dUSDT"::formatted).toList();
    }

    RemoteExchange start(Path log) throws IOException, InterruptedException {
        return RemoteExchange.start(
                List.of(
                        "--symbols",
                        String.join(",", names()),
                        "--rate",
                        Double.toString((double) tradesPerSecond / symbols)),
                log);
    }
}
