package io.gapless.local.command;

import io.gapless.binance.RequestBudget;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.HttpDumpHistory;
import io.gapless.local.place.Stores;
import io.gapless.seal.Drafts;
import io.gapless.seal.SealPorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom sealing may ask, for every command that seals.
final class SealOptions {
    @Option(
            names = "--rest-url",
            paramLabel = "URL",
            description =
                    "Ask the exchange there whether a day that no later trade follows is over, such as the last one"
                            + " of a delisted symbol. Default: leave it open.")
    private @Nullable URI restUrl;

    @Option(
            names = "--dump-url",
            paramLabel = "URL",
            description =
                    "Compare with the exchange's published days, such as https://data.binance.vision. Default: do not"
                            + " compare.")
    private @Nullable URI dumpUrl;

    SealPorts over(Stores stores, Executor fetchers) {
        Clock clock = Clock.systemUTC();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "gapless");
        return new SealPorts(
                stores.archive(),
                stores.objects(),
                stores.checkpoints(),
                Drafts.in(temporary),
                restUrl == null ? SealPorts.NewestId.UNKNOWN : newest(stores, restUrl, clock),
                HttpDumpHistory.of(Optional.ofNullable(dumpUrl), temporary),
                clock,
                fetchers);
    }

    private static SealPorts.NewestId newest(Stores stores, URI url, Clock clock) {
        TradeHistory history =
                RestTradeHistory.budgeted(
                        RestSettings.at(url),
                        RequestBudget.DEFAULT_LIMIT,
                        stores.marks(),
                        "backfill",
                        clock);
        return SealPorts.NewestId.of(history);
    }
}
