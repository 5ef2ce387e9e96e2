package io.gapless.exchange;

import io.gapless.exchange.rest.RestLimits;
import io.gapless.exchange.stream.StreamLimits;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Tape;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// How a simulated exchange is set up.
///
/// @param port the port on 127.0.0.1; 0 takes a free one
/// @param tape what is traded
/// @param start the first instant of the market's clock; empty is the tape's own start, or now
/// @param speed seconds of the market per second of the clock
/// @param clock the wall clock: limits, bans, pings and lifetimes go by it, and the market's clock follows it
/// @param tick how often trades are sent and timers looked at, real time
/// @param stream limits of the streams
/// @param rest limits of REST
/// @param seed of the faults that happen by chance
public record ExchangeSettings(
        int port,
        Tape tape,
        Optional<Instant> start,
        double speed,
        InstantSource clock,
        Duration tick,
        StreamLimits stream,
        RestLimits rest,
        long seed) {

    private static final Duration USUAL_TICK = Duration.ofMillis(5);

    public ExchangeSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0: " + speed);
        }
        if (!tick.isPositive()) {
            throw new IllegalArgumentException("tick must be above 0: " + tick);
        }
    }

    /// A tape on a free port, from now on, with Binance's limits.
    public static ExchangeSettings of(Tape tape) {
        return new ExchangeSettings(
                0,
                tape,
                Optional.empty(),
                1,
                InstantSource.system(),
                USUAL_TICK,
                StreamLimits.BINANCE,
                RestLimits.BINANCE,
                1);
    }

    /// A seeded tape of these symbols, [SeededTape#DEFAULT_RATE] trades a second each.
    public static ExchangeSettings seeded(String... symbols) {
        return of(SeededTape.of(symbols));
    }

    public ExchangeSettings withPort(int newPort) {
        return new ExchangeSettings(newPort, tape, start, speed, clock, tick, stream, rest, seed);
    }

    public ExchangeSettings withStart(Instant newStart) {
        return new ExchangeSettings(
                port, tape, Optional.of(newStart), speed, clock, tick, stream, rest, seed);
    }

    public ExchangeSettings withSpeed(double newSpeed) {
        return new ExchangeSettings(port, tape, start, newSpeed, clock, tick, stream, rest, seed);
    }

    public ExchangeSettings withClock(InstantSource newClock) {
        return new ExchangeSettings(port, tape, start, speed, newClock, tick, stream, rest, seed);
    }

    public ExchangeSettings withTick(Duration newTick) {
        return new ExchangeSettings(port, tape, start, speed, clock, newTick, stream, rest, seed);
    }

    public ExchangeSettings withStream(StreamLimits newStream) {
        return new ExchangeSettings(port, tape, start, speed, clock, tick, newStream, rest, seed);
    }

    public ExchangeSettings withRest(RestLimits newRest) {
        return new ExchangeSettings(port, tape, start, speed, clock, tick, stream, newRest, seed);
    }

    public ExchangeSettings withSeed(long newSeed) {
        return new ExchangeSettings(port, tape, start, speed, clock, tick, stream, rest, newSeed);
    }
}
