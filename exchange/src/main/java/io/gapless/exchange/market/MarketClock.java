package io.gapless.exchange.market;

import java.time.Instant;
import java.time.InstantSource;

/// The exchange's two clocks. **Wall** is what limits, bans, pings and connection lifetimes go by: the clock that a client has too. **Market** is what
/// trades go by: it starts where the tape wants it and may run faster. All values are µs since the epoch.
public final class MarketClock {

    private final InstantSource wall;
    private final long wallStart;
    private final long marketStart;
    private final double speed;
    private long latest;
    private long jumped;

    /// @param marketStartMicros the market clock's first instant
    /// @param speed market seconds per wall second, above 0
    public MarketClock(InstantSource wall, long marketStartMicros, double speed) {
        this.wall = wall;
        this.speed = speed;
        marketStart = marketStartMicros;
        latest = marketStartMicros;
        wallStart = micros(wall.instant());
    }

    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }

    public long wallMicros() {
        return micros(wall.instant());
    }

    /// The market's time. It never goes back, whatever the wall clock does.
    public long micros() {
        long passed = wallMicros() - wallStart;
        latest = Math.max(latest, marketStart + (speed == 1 ? passed : (long) (passed * speed)));
        return latest;
    }

    /// The market's time as the exchange tells it (`serverTime`): jumps included.
    public long shownMicros() {
        return micros() + jumped;
    }

    /// Moves the time told by so much, forward or back, from now on.
    void jump(long micros) {
        jumped += micros;
    }
}
