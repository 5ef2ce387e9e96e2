package io.gapless.listener;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.binance.TradeHistory;
import io.gapless.listener.feed.TradeFeed;
import io.gapless.listener.ingest.ActionThreads;
import io.gapless.listener.metrics.MetricsSink;
import io.gapless.protocol.Pause;
import io.gapless.trade.Symbol;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;

/// Everything that a listener works with: in the cloud, on one machine, or in a test.
///
/// @param history what the exchange tells at the start; it keeps to the exchange's limits
/// @param feeds makes the feed of the symbols that are left after the start's checks
/// @param metrics closed by the listener when it ends
/// @param pause for waiting between attempts, on threads of the listener's own
/// @param random for claim ids and for spreading retries; split, never shared
/// @param threads makes what writes run on
public record ListenerParts(
        Archive archive,
        Checkpoints checkpoints,
        TradeHistory history,
        Function<List<Symbol>, TradeFeed> feeds,
        MetricsSink metrics,
        InstantSource clock,
        Pause pause,
        SplittableGenerator random,
        Supplier<ActionThreads> threads) {
    /// With writes on virtual threads.
    public ListenerParts(
            Archive archive,
            Checkpoints checkpoints,
            TradeHistory history,
            Function<List<Symbol>, TradeFeed> feeds,
            MetricsSink metrics,
            InstantSource clock,
            Pause pause,
            SplittableGenerator random) {
        this(
                archive,
                checkpoints,
                history,
                feeds,
                metrics,
                clock,
                pause,
                random,
                ActionThreads::virtual);
    }
}
