package io.gapless.local.bench;

import io.gapless.listener.ListenerSettings;
import io.gapless.local.place.Stores;
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
/// @param missing traded since the origins and not archived after one repair
/// @param verdict of reading everything back
/// @param delays of the live trades
record ArchivedLoad(
        long live, long lost, long missing, Verification.Verdict verdict, Delays delays) {
    private static final double TYPICAL = 0.5;
    private static final double NEARLY_ALL = 0.99;

    /// What a trade may take beyond the flush interval.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    static ArchivedLoad of(LoadStorage storage, RemoteExchange exchange, List<String> symbols)
            throws IOException, InterruptedException {
        Delays delays = Delays.of(storage.objects());
        long live = 0;
        long lost = 0;
        long missing = 0;
        try (Stores stores = storage.open()) {
            for (String name : symbols) {
                Coverage stored = stored(stores, name);
                long first = stored.span().map(TradeIdRange::first).orElse(0L);
                live += stored.size();
                lost += exchange.truth(name).get("lastId").asLong() - first + 1 - stored.size();
            }
            // What was traded between the origin and the first frame is the repair's work.
            var _ = BenchRepair.over(stores, exchange.restUrl()).run();
            for (String name : symbols) {
                long origin =
                        stores.checkpoints()
                                .read(Symbol.of(name))
                                .orElseThrow()
                                .wanted()
                                .followedFrom()
                                .orElseThrow();
                long traded = exchange.truth(name).get("lastId").asLong() - origin + 1;
                missing += traded - stored(stores, name).size();
            }
            Verification.Verdict verdict =
                    new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                            .verify(_ -> {});
            return new ArchivedLoad(live, lost, missing, verdict, delays);
        }
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
                                "traded since the origin and not archived after one repair")
                        .atMost(0),
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
