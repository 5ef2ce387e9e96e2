package io.gapless.binance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told to go on.
public final class SettableClock implements InstantSource {
    private Instant now;

    public SettableClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void set(Instant time) {
        now = time;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
