package io.gapless.local.bench;

import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.History;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.RequestBudget;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Repairs;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The measured process of [HistoryBench]: one day into a folder, fetched, verified, archived.
final class HistoryBenchMain {
    /// Nobody answers there: what is wanted is said by id.
    private static final URI NO_EXCHANGE = URI.create("http://127.0.0.1:1");

    private HistoryBenchMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        URI host = URI.create(arguments[0]);
        LocalDate date = LocalDate.parse(arguments[2]);
        long rows = Long.parseLong(arguments[3]);
        Symbol symbol = Symbol.of("BTCUSDT");
        try (Stores stores =
                Stores.open(new Place.Folder(Path.of(arguments[1])), Map.of(), Clock.systemUTC())) {
            History history =
                    Repairs.history(
                            stores,
                            NO_EXCHANGE,
                            Optional.of(host),
                            RequestBudget.EXCHANGE_LIMIT,
                            new RepairSettings(
                                    new Claimant("bench", BackfillConfig.DEFAULT_CLAIM_LIFE),
                                    RepairSettings.DEFAULT_STALE_AFTER,
                                    RepairSettings.DEFAULT_ABSENT_AFTER,
                                    RepairSettings.DEFAULT_VOID_AFTER));
            TradeIdRange ids =
                    new TradeIdRange(SyntheticDay.FIRST_ID, SyntheticDay.FIRST_ID + rows - 1);
            var _ = history.backfill().store(List.of(new Asked.Ids(symbol, ids)));
            DayReport day = history.day(symbol, date, Instant.MAX, RepairProgress.NONE);
            if (day.ending() != DayReport.Ending.DONE) {
                throw new IllegalStateException(day.ending() + " " + day.sentence());
            }
            HistoryBench.printResult(history.standing(symbol, ids).archived());
        }
        System.exit(0);
    }
}
