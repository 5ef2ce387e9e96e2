package io.gapless.local.firehose;

import java.util.concurrent.atomic.AtomicLongArray;

/// How far each stream has come, and how far it may go. Safe for any thread.
final class Throttle {
    /// No stream is further ahead of another, in trades: as two connections to a real exchange are.
    private static final long LEAD = 20_000;

    /// The position of a stream that is not there.
    private static final long NOBODY = Long.MAX_VALUE;

    private final AtomicLongArray positions;
    private int open;
    private volatile long allowed;

    /// @param streams how many there have to be before anything is sent
    Throttle(int streams) {
        positions = new AtomicLongArray(streams);
    }

    /// @return the number of a new stream, or a negative one when there are enough
    synchronized int open() {
        return open < positions.length() ? open++ : -1;
    }

    /// Lets all streams go so much further.
    synchronized void allow(long trades) {
        allowed += trades;
    }

    /// Up to which position a stream may send now.
    long limit(int stream) {
        long slowest = NOBODY;
        for (int i = 0; i < positions.length(); i++) {
            if (i != stream) {
                slowest = Math.min(slowest, positions.get(i));
            }
        }
        return slowest == NOBODY ? allowed : Math.min(allowed, slowest + LEAD);
    }

    void sent(int stream, long position) {
        positions.setRelease(stream, position);
    }

    /// The others need not wait for it any more.
    void gone(int stream) {
        positions.set(stream, NOBODY);
    }

    /// How many streams there are or were.
    synchronized int opened() {
        return open;
    }

    /// How far the slowest stream has come.
    long position() {
        long slowest = NOBODY;
        for (int i = 0; i < positions.length(); i++) {
            slowest = Math.min(slowest, positions.get(i));
        }
        return slowest;
    }

    /// Whether all have sent what they may.
    boolean isDone() {
        return position() >= allowed;
    }
}
