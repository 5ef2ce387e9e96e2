package io.gapless.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved by hand.
final class HandClock implements InstantSource {

    private volatile Instant now;

    HandClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }
}
