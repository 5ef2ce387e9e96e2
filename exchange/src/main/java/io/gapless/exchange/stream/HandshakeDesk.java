package io.gapless.exchange.stream;

import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.market.MarketClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Decides what becomes of a handshake: limits of attempts, and the faults of connecting.
public final class HandshakeDesk {

    /// More addresses than a test machine has.
    static final int MOST_ADDRESSES = 10_000;

    /// What becomes of a handshake.
    public sealed interface Decision {
        /// It is answered, when `delay` has passed.
        record Accept(Duration delay) implements Decision {}

        /// It is answered with this HTTP status.
        record Refuse(int status) implements Decision {}

        /// The connection is reset without an answer.
        record Reset() implements Decision {}
    }

    private static final int TOO_MANY_REQUESTS = 429;

    private final StreamLimits limits;
    private final Counters counters;
    private final MarketClock clock;
    private final Map<String, MessageBudget> attempts = new HashMap<>();

    private Duration delay = Duration.ZERO;
    private long refusedUntil = Long.MIN_VALUE;
    private int refusedStatus;
    private int refusedHandshakes;

    public HandshakeDesk(StreamLimits limits, Counters counters, MarketClock clock) {
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
    }

    public Decision decide(String address) {
        Decision decision = decided(address);
        if (!(decision instanceof Decision.Accept)) {
            counters.add(Counter.HANDSHAKES_REFUSED);
        }
        return decision;
    }

    public void refuseFor(Duration lasting) {
        refusedUntil = clock.wallMicros() + lasting.toNanos() / 1_000;
    }

    public void slowDown(Duration newDelay) {
        delay = newDelay;
    }

    public void refuse(Fault.RefuseHandshakes refusal) {
        refusedStatus = refusal.status();
        refusedHandshakes = refusal.handshakes();
    }

    public void clearFaults() {
        delay = Duration.ZERO;
        refusedUntil = Long.MIN_VALUE;
        refusedHandshakes = 0;
    }

    private Decision decided(String address) {
        long now = clock.wallMicros();
        if (attempts.size() > MOST_ADDRESSES) {
            attempts.clear();
        }
        boolean within =
                attempts.computeIfAbsent(
                                address,
                                _ ->
                                        new MessageBudget(
                                                limits.attempts(),
                                                StreamLimits.ATTEMPT_WINDOW.toNanos() / 1_000))
                        .allows(now);
        if (now < refusedUntil) {
            return new Decision.Reset();
        }
        if (refusedHandshakes > 0) {
            refusedHandshakes--;
            return new Decision.Refuse(refusedStatus);
        }
        return within ? new Decision.Accept(delay) : new Decision.Refuse(TOO_MANY_REQUESTS);
    }
}
