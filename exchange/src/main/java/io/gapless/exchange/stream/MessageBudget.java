package io.gapless.exchange.stream;

import java.util.ArrayDeque;
import java.util.Deque;

/// Events allowed within a window that moves with the clock: client messages per second, handshakes per five minutes.
final class MessageBudget {

    private final int most;
    private final long windowMicros;
    private final Deque<Long> times = new ArrayDeque<>();

    MessageBudget(int most, long windowMicros) {
        this.most = most;
        this.windowMicros = windowMicros;
    }

    /// Takes note of one event.
    ///
    /// @return whether it is still within the limit
    boolean allows(long nowMicros) {
        while (!times.isEmpty() && nowMicros - times.peekFirst() >= windowMicros) {
            times.removeFirst();
        }
        if (times.size() == most) {
            return false;
        }
        times.addLast(nowMicros);
        return true;
    }
}
