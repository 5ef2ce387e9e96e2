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
/// @param place where the archive is
/// @param logs folder of the listener's logs
/// @param env AWS's variables, when the place is a bucket
/// @param repairEvery between the begins of two repairs
/// @param weightPerMinute for the repair; the listener asks little
public record RunSettings(
        List<Symbol> symbols,
        Place place,
        Path logs,
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
}
