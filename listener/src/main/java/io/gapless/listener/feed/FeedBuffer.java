package io.gapless.listener.feed;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands the rows of one connection from its socket thread to the ingest thread.
///
/// Bounded: when it is full the socket thread waits, the socket is not read, and TCP makes the
/// exchange wait; nothing is dropped here. Two sets of columns take turns, so a row costs no memory
/// once they have grown. [#append] is for one thread, [#drain] for one other, [#close] for any.
final class FeedBuffer {
    /// Rows that a new buffer has room for before it grows.
    private static final int INITIAL_CAPACITY = 1024;

    private final int limit;
    private final int muchRows;
    private final FeedSignal signal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private FeedColumns filling;
    private FeedColumns spare;
    private boolean closed;
    private volatile boolean full;

    /// @param limit most trades that wait to be drained
    FeedBuffer(int connection, int limit, FeedSignal signal) {
        if (limit < 1) {
            throw new IllegalArgumentException("a feed buffer of " + limit + " trades");
        }
        this.limit = limit;
        this.muchRows = Math.max(1, limit / 4);
        this.signal = signal;
        filling = new FeedColumns(connection, Math.min(limit, INITIAL_CAPACITY));
        spare = new FeedColumns(connection, Math.min(limit, INITIAL_CAPACITY));
    }

    /// Appends a trade, waiting as long as there is no room.
    ///
    /// @return false when the buffer was closed: the row was not taken, and none after it will be
    /// @throws InterruptedException when the thread should stop; the row was not taken
    boolean append(DecodedTrade trade, long receivedAt) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (filling.size() >= limit && !closed) {
                full = true;
                room.await();
            }
            full = false;
            if (closed) {
                return false;
            }
            filling.add(trade.symbol, trade, receivedAt);
            int size = filling.size();
            if (size == muchRows) {
                signal.much();
            } else if (size == 1) {
                signal.some();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives all rows to the sink.
    ///
    /// @return how many there were
    int drain(FeedSink sink) {
        FeedColumns filled;
        lock.lock();
        try {
            if (filling.isEmpty()) {
                return 0;
            }
            filled = filling;
            filling = spare;
            room.signal();
        } finally {
            lock.unlock();
        }
        int rows = filled.size();
        try {
            sink.accept(filled);
        } finally {
            filled.clear();
            spare = filled;
        }
        return rows;
    }

    /// Takes no more rows and frees a waiting socket thread. What is held can still be drained.
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the socket thread waits for room: then silence says nothing about the link.
    boolean isFull() {
        return full;
    }

    /// Whether it is closed and drained, and so can be forgotten.
    boolean isFinished() {
        lock.lock();
        try {
            return closed && filling.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
