package io.gapless.local.bench;

import io.gapless.archive.Checkpoint;
import io.gapless.listener.ListenerSettings;
import io.gapless.local.place.Stores;
import io.gapless.local.run.Repairer;
import io.gapless.local.verify.SymbolVerdict;
import io.gapless.local.verify.Verification;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What has become of the trades of a loaded listener, after its end.
///
/// @param live archived by the listener
/// @param lost not archived behind the first frame of their symbols: dropped or given up
/// @param missing traded since the origins and not archived after the repairs
/// @param repairs how many runs of the repair there were
/// @param verdict of reading everything back
/// @param delays of the live trades
record ArchivedLoad(
        long live,
        long lost,
        long missing,
        int repairs,
        Verification.Verdict verdict,
        Delays delays) {
    /// What was traded between the origins and the first frames takes a page for each symbol, and a run
    /// has the weight for some 250.
    private static final int MOST_REPAIRS = 12;

    private static final double TYPICAL = 0.5;
    private static final double NEARLY_ALL = 0.99;

    /// What a trade may take beyond the flush interval.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    static ArchivedLoad of(LoadStorage storage, RemoteExchange exchange, List<String> symbols)
            throws IOException, InterruptedException {
        Delays delays = Delays.of(storage.objects());
        long live = 0;
        long lost = 0;
        try (Stores stores = storage.open()) {
            for (String name : symbols) {
                Coverage stored = stored(stores, name);
                long first = stored.span().map(TradeIdRange::first).orElse(0L);
                live += stored.size();
                lost += exchange.truth(name).get("lastId").asLong() - first + 1 - stored.size();
            }
            Repairer repair = BenchRepair.over(stores, exchange.restUrl());
            int repairs = 0;
            long missing = missing(stores, exchange, symbols);
            while (missing > 0 && repairs < MOST_REPAIRS) {
                var _ = repair.run();
                repairs++;
                missing = missing(stores, exchange, symbols);
            }
            Verification.Verdict verdict =
                    new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                            .verify(_ -> {});
            return new ArchivedLoad(live, lost, missing, repairs, verdict, delays);
        }
    }

    private static long missing(Stores stores, RemoteExchange exchange, List<String> symbols)
            throws IOException, InterruptedException {
        long missing = 0;
        for (String name : symbols) {
            Checkpoint checkpoint = stores.checkpoints().read(Symbol.of(name)).orElseThrow();
            long last = exchange.truth(name).get("lastId").asLong();
            long origin = checkpoint.wanted().followedFrom().orElseThrow();
            missing += last - origin + 1 - checkpoint.stored().size();
        }
        return missing;
    }

    private static Coverage stored(Stores stores, String symbol) {
        return stores.checkpoints().read(Symbol.of(symbol)).orElseThrow().stored();
    }

    /// That nothing is gone, and what the objects came to.
    List<Figure> figures(Duration time) {
        double twice = 0;
        double problems = verdict.strangers().size();
        double objects = 0;
        double bytes = 0;
        double trades = 0;
        for (SymbolVerdict symbol : verdict.symbols()) {
            twice += symbol.twice().size();
            problems += symbol.problems().size();
            objects += symbol.objects();
            bytes += symbol.bytes();
            trades += symbol.trades();
        }
        return List.of(
                Figure.of("trades", (double) live, "", "archived by the listener").atLeast(1),
                Figure.of(
                        "trades_per_second",
                        live / (time.toMillis() / 1e3),
                        "/s",
                        "in the mean, bursts and all"),
                Figure.of(
                                "lost",
                                (double) lost,
                                "",
                                "not archived behind the first frame of a symbol")
                        .atMost(0),
                Figure.of(
                                "missing",
                                (double) missing,
                                "",
                                "traded since the origin and not archived after the repairs")
                        .atMost(0),
                Figure.of("repairs", (double) repairs, "", "runs of the repair after the end"),
                Figure.of("twice", twice, "", "ids in two objects").atMost(0),
                Figure.of("problems", problems, "", "whatever else verification finds wrong")
                        .atMost(0),
                Figure.of("objects", objects, "", "objects written"),
                Figure.of(
                        "bytes_per_trade",
                        trades == 0 ? 0 : bytes / trades,
                        "B",
                        "all columns, as live batches are cut"));
    }

    /// How long trades took from the exchange's event to a readable object.
    List<Figure> delayFigures() {
        Duration bound = ListenerSettings.DEFAULT_FLUSH_INTERVAL.plus(ON_ITS_WAY);
        return List.of(
                Figure.of(
                        "delay_p50_s",
                        delays.within(TYPICAL),
                        "s",
                        "half of all trades readable within"),
                Figure.of(
                                "delay_p99_s",
                                delays.within(NEARLY_ALL),
                                "s",
                                "99 % of all trades readable within")
                        .atMost(bound.toMillis() / 1e3),
                Figure.of("delay_max_s", delays.within(1), "s", "all trades readable within"));
    }
}
