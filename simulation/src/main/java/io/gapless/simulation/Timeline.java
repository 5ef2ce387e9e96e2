package io.gapless.simulation;

import io.gapless.trade.Trade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/// Simulated time, and everything that is going to happen in it. What is due at the same time happens
/// in the order in which it was asked for.
final class Timeline implements InstantSource {
    private record Entry(long at, long order, Runnable what) {
        static int inOrder(Entry one, Entry other) {
            return one.at != other.at
                    ? Long.compare(one.at, other.at)
                    : Long.compare(one.order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry::inOrder);
    private long now;
    private long orders;

    Timeline(Instant start) {
        now = Trade.micros(start);
    }

    /// µs since 1970.
    long now() {
        return now;
    }

    @Override
    public Instant instant() {
        return Trade.instant(now);
    }

    /// Lets something happen.
    ///
    /// @param micros when; a time that is past means now
    void at(long micros, Runnable what) {
        entries.add(new Entry(Math.max(now, micros), orders++, what));
    }

    /// Lets something happen after so many µs.
    void after(long micros, Runnable what) {
        at(now + micros, what);
    }

    /// Goes on to the next thing.
    ///
    /// @return false when there is none up to that time
    boolean runNext(long notAfter) {
        Entry next = entries.peek();
        if (next == null || next.at() > notAfter) {
            now = Math.max(now, notAfter);
            return false;
        }
        entries.remove();
        now = next.at();
        next.what().run();
        return true;
    }

    /// How many things have been asked for so far.
    long count() {
        return orders;
    }
}
