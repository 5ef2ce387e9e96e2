package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.List;

/// Live trades of a fixed list of symbols.
///
/// The feed promises nothing about completeness, order between connections, or doubles; the same
/// trade usually comes once per connection. Rows of one connection come in the order of their
/// arrival. [#drain] and [#awaitTrades] are for one thread, the ingest thread; [#stop] and
/// [#statistics] are for any.
public interface TradeFeed {
    /// The symbols in the order that [FeedColumns#symbol] counts in.
    List<Symbol> symbols();

    /// Begins to connect. Returns at once; that it works shows in the rows and in [#statistics].
    void start();

    /// Hands everything received since the last call to the sink: one call per connection that has
    /// something, on the calling thread.
    ///
    /// @return how many rows that were
    int drain(FeedSink sink);

    /// Waits until there is something to drain or the feed is stopped, but never longer than
    /// `atMost`. May return early and may return with nothing to drain.
    ///
    /// @throws InterruptedException when the thread should stop
    void awaitTrades(Duration atMost) throws InterruptedException;

    /// Stops reading. When it returns no further row arrives; what has arrived can still be drained.
    /// Idempotent.
    void stop();

    FeedStatistics statistics();
}
