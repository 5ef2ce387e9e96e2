package io.gapless.exchange.net;

import io.gapless.exchange.market.MarketClock;
import java.time.Duration;
import java.util.PriorityQueue;

/// Things to do when the wall clock has come to a moment: slow handshakes, replies held back. Looked at once per tick, so a clock moved by hand
/// moves them too.
final class Later {

    /// More than any number of clients holds open.
    static final int MOST_WAITING = 100_000;

    private record Due(long atMicros, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final MarketClock clock;
    private final PriorityQueue<Due> waiting = new PriorityQueue<>();
    private long added;

    Later(MarketClock clock) {
        this.clock = clock;
    }

    /// Does it now when there is nothing to wait for.
    void after(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else if (waiting.size() == MOST_WAITING) {
            throw new IllegalStateException("more than " + MOST_WAITING + " replies held back");
        } else {
            waiting.add(new Due(clock.wallMicros() + delay.toNanos() / 1_000, added++, action));
        }
    }

    void runDue() {
        long now = clock.wallMicros();
        for (Due next = waiting.peek();
                next != null && next.atMicros() <= now;
                next = waiting.peek()) {
            waiting.poll();
            next.action().run();
        }
    }
}
