package io.gapless.listener;

import io.gapless.listener.feed.FeedColumns;
import io.gapless.listener.feed.FeedSink;
import io.gapless.listener.feed.FeedStatistics;
import io.gapless.listener.feed.TradeFeed;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A feed that delivers what a test gives it. Safe for use by many threads.
public final class HandFeed implements TradeFeed {
    private final List<Symbol> symbols;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch started = new CountDownLatch(1);
    private List<FeedColumns> waiting = new ArrayList<>();
    private volatile int delivering = 2;
    private volatile boolean broken;

    public HandFeed(Symbol... symbols) {
        this.symbols = List.of(symbols);
    }

    /// One of its two connections delivers these. What comes after [#stop] is lost, as on a closed
    /// socket.
    public synchronized void deliver(int connection, Symbol symbol, Collection<Trade> trades) {
        if (stopped.getCount() == 0) {
            return;
        }
        FeedColumns rows = new FeedColumns(connection, Math.max(1, trades.size()));
        trades.forEach(trade -> rows.add(symbols.indexOf(symbol), trade));
        waiting.add(rows);
    }

    /// From now on it can be drained no more.
    public void breakDown() {
        broken = true;
    }

    /// How many of the two connections deliver.
    public void delivering(int connections) {
        delivering = connections;
    }

    /// Whether everything delivered so far was taken over.
    public synchronized boolean isDrained() {
        return waiting.isEmpty();
    }

    public boolean isStarted() {
        return started.getCount() == 0;
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    public void awaitStart() throws InterruptedException {
        started.await();
    }

    @Override
    public List<Symbol> symbols() {
        return symbols;
    }

    @Override
    public void start() {
        started.countDown();
    }

    @Override
    public int drain(FeedSink sink) {
        if (broken) {
            throw new IllegalStateException("the feed is broken");
        }
        List<FeedColumns> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        all.stream().filter(rows -> !rows.isEmpty()).forEach(sink::accept);
        return all.stream().mapToInt(FeedColumns::size).sum();
    }

    @Override
    public void awaitTrades(Duration atMost) throws InterruptedException {
        boolean _ = stopped.await(Math.min(10, atMost.toMillis()), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
    }

    @Override
    public FeedStatistics statistics() {
        return new FeedStatistics(
                0,
                0,
                0,
                0,
                Map.of(),
                2,
                delivering,
                delivering,
                2,
                Optional.empty(),
                Optional.empty());
    }
}
