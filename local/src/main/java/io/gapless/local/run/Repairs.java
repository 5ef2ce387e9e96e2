package io.gapless.local.run;

import io.gapless.backfill.Backfill;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.dump.HttpDumpHistory;
import io.gapless.local.place.Stores;
import io.gapless.protocol.Pause;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/// Puts the repair together, over stores that were opened on this machine.
public final class Repairs {
    private Repairs() {}

    /// Without dumps.
    ///
    /// @param weightPerMinute request weight to use at the exchange
    /// @param settings whose claimant is also the caller whose bans are remembered
    public static Backfill over(
            Stores stores, URI restUrl, int weightPerMinute, RepairSettings settings) {
        return history(stores, restUrl, Optional.empty(), weightPerMinute, settings).backfill();
    }

    /// The repair, and whole days of the past, over the same stores.
    ///
    /// @param dumpUrl where the exchange's daily files are, if there are any
    public static History history(
            Stores stores,
            URI restUrl,
            Optional<URI> dumpUrl,
            int weightPerMinute,
            RepairSettings settings) {
        InstantSource clock = Clock.systemUTC();
        Pause pause = time -> Thread.sleep(time);
        SecureRandom random = new SecureRandom();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "gapless-dumps");
        return new History(
                stores.archive(),
                stores.checkpoints(),
                RestTradeHistory.budgeted(
                        RestSettings.at(restUrl),
                        weightPerMinute,
                        stores.marks(),
                        settings.claimant().owner(),
                        clock),
                HttpDumpHistory.of(dumpUrl, folder),
                settings,
                clock,
                pause,
                random);
    }
}
