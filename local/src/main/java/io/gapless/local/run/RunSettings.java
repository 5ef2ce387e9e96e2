package io.gapless.local.run;

import io.gapless.local.place.Place;
import io.gapless.trade.Symbol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What `gapless run` runs.
///
/// @param dataDir folder of all that a run leaves
/// @param place where the archive is, as the programs see it
/// @param env AWS's variables, when the place is a bucket
/// @param repairEvery between the begins of two repairs
/// @param weightPerMinute for the repair; the listener asks little
public record RunSettings(
        List<Symbol> symbols,
        Path dataDir,
        Place place,
        Map<String, String> env,
        URI streamUrl,
        URI restUrl,
        Duration flushInterval,
        Duration claimLife,
        Duration staleAfter,
        Duration repairEvery,
        int weightPerMinute) {
    public RunSettings {
        symbols = List.copyOf(symbols);
        env = Map.copyOf(env);
    }

    /// Folder of the programs' logs.
    Path logs() {
        return dataDir.resolve("logs");
    }
}
