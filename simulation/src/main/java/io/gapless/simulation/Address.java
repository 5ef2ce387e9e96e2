package io.gapless.simulation;

import io.gapless.binance.TapeLimits;
import io.gapless.trade.Trade;
import java.time.Instant;
import java.util.Optional;

/// An address from which the exchange is asked, with its limits, and with what it was told to wait
/// for.
final class Address {
    private final World world;
    private final TapeLimits limits = new TapeLimits();
    private Optional<SimulatedProcess> toldTo = Optional.empty();
    private long bannedUntil;

    Address(World world) {
        this.world = world;
    }

    TapeLimits limits() {
        return limits;
    }

    /// A process is told to stay away.
    void told(SimulatedProcess process, Instant until) {
        if (Trade.micros(until) > bannedUntil) {
            bannedUntil = Trade.micros(until);
            toldTo = Optional.of(process);
        }
    }

    /// A process asks something.
    void asked(SimulatedProcess process, Step step, String about) {
        boolean knows = toldTo.filter(process::equals).isPresent() && process.hasRightClock();
        if (knows && world.time().now() < bannedUntil) {
            throw new BrokenPromise(
                    "%s asks for %s (%s) although it was told to stay away until %s"
                            .formatted(process, about, step, Trade.instant(bannedUntil)));
        }
    }

    /// To be called after each request.
    ///
    /// @throws BrokenPromise when more was asked than is allowed
    void requireWithinLimit() {
        int used = limits.used(world.time().instant());
        if (used > limits.limit()) {
            throw new BrokenPromise("a weight of " + used + " was used within a minute");
        }
    }
}
