package io.gapless.local.link;

import java.time.Duration;
import java.util.Optional;

/// One direction of all connections of a link: lets bytes through when the disturbance in force allows it.
///
/// For any number of threads.
final class Passage {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// Longer than any run.
    private static final Duration FOREVER = Duration.ofDays(365);

    private Optional<Disturbance.OfBytes> disturbance = Optional.empty();
    private boolean closed;

    /// Puts a disturbance into force, in place of the one before, also for who waits already.
    synchronized void disturb(Disturbance.OfBytes next) {
        disturbance = Optional.of(next);
        notifyAll();
    }

    /// All bytes go through at once, those that wait as well.
    synchronized void clear() {
        disturbance = Optional.empty();
        notifyAll();
    }

    /// Nothing goes through any more.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// Waits until so many bytes may go through.
    ///
    /// @return false if they never may
    synchronized boolean await(int bytes) throws InterruptedException {
        long begun = System.nanoTime();
        while (!closed) {
            Duration wait =
                    switch (disturbance.orElse(null)) {
                        case null -> Duration.ZERO;
                        case Disturbance.Delay(var by) -> by;
                        case Disturbance.Limit(var rate) ->
                                Duration.ofNanos(bytes * NANOS_PER_SECOND / rate);
                        case Disturbance.Hold _ -> FOREVER;
                    };
            long rest = wait.toNanos() - (System.nanoTime() - begun);
            if (rest <= 0) {
                return true;
            }
            // At least a millisecond: 0 would be for ever.
            wait(Math.max(1, rest / 1_000_000));
        }
        return false;
    }
}
