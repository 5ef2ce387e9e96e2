package io.gapless.listener.feed;

import io.gapless.trade.Trade;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What all connections of a feed have received. Written by every socket thread, read by any.
final class FeedCounters {
    final LongAdder frames = new LongAdder();
    final LongAdder trades = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder otherFrames = new LongAdder();
    private final AtomicLong lastTradeAt = new AtomicLong(Trade.UNKNOWN);

    void tradeAt(long micros) {
        lastTradeAt.setRelease(micros);
    }

    FeedStatistics statistics(FeedHealth health) {
        long last = lastTradeAt.getAcquire();
        Optional<Instant> lastTrade =
                last == Trade.UNKNOWN ? Optional.empty() : Optional.of(Trade.instant(last));
        return new FeedStatistics(
                frames.sum(),
                trades.sum(),
                unreadable.sum(),
                otherFrames.sum(),
                health.reconnects(),
                health.wantedConnections(),
                health.openConnections(),
                health.deliveringConnections(),
                health.attempts(),
                health.trouble(),
                lastTrade);
    }
}
