package io.gapless.exchange.market;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How one symbol's tape lies on the exchange's clock: it can be stopped and go on later, and the times shown can jump. What has been shown
/// stays as it was. All values are µs.
final class TapeTime {

    private record Shift(long fromTape, long micros) {}

    private final List<Shift> shifts = new ArrayList<>();
    private long stoppedFor;
    private OptionalLong stoppedAt = OptionalLong.empty();

    /// The tape's time at `clock`.
    long tape(long clock) {
        return Math.min(clock, stoppedAt.orElse(Long.MAX_VALUE)) - stoppedFor;
    }

    /// The time shown for something at `tape` of the tape's time.
    long shown(long tape) {
        return tape + shiftAt(tape);
    }

    boolean stopped() {
        return stoppedAt.isPresent();
    }

    boolean shifted() {
        return !shifts.isEmpty();
    }

    void stop(long clock) {
        if (stoppedAt.isEmpty()) {
            stoppedAt = OptionalLong.of(clock);
        }
    }

    /// Goes on where the tape stopped; times shown follow the clock again.
    void goOn(long clock) {
        if (stoppedAt.isPresent()) {
            long pause = clock - stoppedAt.getAsLong();
            long tape = tape(clock);
            stoppedFor += pause;
            stoppedAt = OptionalLong.empty();
            shiftFrom(tape, pause);
        }
    }

    /// Moves the times shown for everything after `clock`.
    void jump(long clock, long micros) {
        shiftFrom(tape(clock), micros);
    }

    /// The first moment of the tape's time that is shown as `shown` or later.
    long firstTapeShowing(long shown) {
        long from = Long.MIN_VALUE;
        long micros = 0;
        for (Shift next : shifts) {
            long start = Math.max(from, shown - micros);
            if (start < next.fromTape()) {
                return start;
            }
            from = next.fromTape();
            micros = next.micros();
        }
        return Math.max(from, shown - micros);
    }

    private void shiftFrom(long tape, long micros) {
        shifts.add(new Shift(tape + 1, shiftAt(tape + 1) + micros));
    }

    private long shiftAt(long tape) {
        for (Shift shift : shifts.reversed()) {
            if (tape >= shift.fromTape()) {
                return shift.micros();
            }
        }
        return 0;
    }
}
