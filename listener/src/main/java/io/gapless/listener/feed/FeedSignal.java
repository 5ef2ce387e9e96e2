package io.gapless.listener.feed;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the ingest thread when any buffer holds something: at once when it is much, else after a
/// short delay, so that a quiet market is not a wake-up per trade.
///
/// Every buffer raises the same signal from its own socket thread; one thread waits.
final class FeedSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private final long delayNanos;
    private boolean some;
    private boolean much;
    private boolean closed;

    /// @param delay how long the first rows may wait for company
    FeedSignal(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /// A buffer is no longer empty.
    void some() {
        raise(false);
    }

    /// A buffer should be drained without delay.
    void much() {
        raise(true);
    }

    /// To be called before draining, so that what arrives meanwhile raises it again.
    void lower() {
        lock.lock();
        try {
            some = false;
            much = false;
        } finally {
            lock.unlock();
        }
    }

    /// From now on nobody waits.
    void close() {
        lock.lock();
        try {
            closed = true;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void await(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!some && !much && !closed && left > 0) {
                left = raised.awaitNanos(left);
            }
            left = Math.min(left, delayNanos);
            while (!much && !closed && left > 0) {
                left = raised.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void raise(boolean muchOfIt) {
        lock.lock();
        try {
            some = true;
            much |= muchOfIt;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
