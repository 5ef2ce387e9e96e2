package io.gapless.listener.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts connection attempts of this process, so that no storm of reconnects reaches the limit
/// that the exchange sets per address.
final class AttemptBudget {
    /// The time in which Binance counts 300 attempts per address.
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final int limit;
    private final Deque<Instant> attempts = new ArrayDeque<>();

    AttemptBudget(int limit) {
        this.limit = limit;
    }

    /// Takes one attempt, if the last five minutes leave one.
    boolean tryTake(Instant now) {
        Instant outside = now.minus(WINDOW);
        while (!attempts.isEmpty() && attempts.peekFirst().isBefore(outside)) {
            attempts.removeFirst();
        }
        if (attempts.size() >= limit) {
            return false;
        }
        attempts.addLast(now);
        return true;
    }
}
