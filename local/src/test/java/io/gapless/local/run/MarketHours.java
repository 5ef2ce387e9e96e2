package io.gapless.local.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still while the market is closed: an exchange that goes by it has its doors
/// open then, and does not trade. Safe for use by many threads.
final class MarketHours implements InstantSource {
    private Instant stoodAt;
    private long openedAt;
    private boolean open;

    /// The market is closed.
    MarketHours(Instant start) {
        stoodAt = start;
    }

    synchronized void open() {
        if (!open) {
            open = true;
            openedAt = System.nanoTime();
        }
    }

    synchronized void close() {
        stoodAt = instant();
        open = false;
    }

    @Override
    public synchronized Instant instant() {
        return open ? stoodAt.plus(Duration.ofNanos(System.nanoTime() - openedAt)) : stoodAt;
    }
}
