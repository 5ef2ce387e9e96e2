package io.gapless.local.link;

import java.time.Duration;

/// What can happen to the connections between a process and a server.
public sealed interface Disturbance {
    /// What happens to the bytes of one direction while it lasts; those of the other go on.
    sealed interface OfBytes extends Disturbance {}

    /// All connections are reset, now; new ones work.
    record Cut() implements Disturbance {}

    /// All connections are reset, and so is each new one.
    record Refuse() implements Disturbance {}

    /// The bytes come later.
    record Delay(Duration by) implements OfBytes {
        public Delay {
            if (!by.isPositive()) {
                throw new IllegalArgumentException("a delay is longer than nothing: " + by);
            }
        }
    }

    /// The bytes come slowly.
    record Limit(int bytesPerSecond) implements OfBytes {
        public Limit {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("bytes per second: " + bytesPerSecond);
            }
        }
    }

    /// Nothing comes, and nobody is told: a half-open connection. What was sent meanwhile arrives in the
    /// end, as with a network that comes back, even if its sender is long dead.
    record Hold() implements OfBytes {}

    /// Which it is, for the table.
    default String title() {
        return switch (this) {
            case Cut _ -> "cut";
            case Refuse _ -> "refused";
            case Delay _ -> "delayed";
            case Limit _ -> "slowed";
            case Hold _ -> "half-open";
        };
    }

    /// All of it, for people.
    default String sentence() {
        return switch (this) {
            case Cut _ -> "all connections reset";
            case Refuse _ -> "all connections reset and refused";
            case Delay(var by) -> "all bytes %.1f s late".formatted(by.toMillis() / 1e3);
            case Limit(var rate) -> "%,d bytes/s".formatted(rate);
            case Hold _ -> "half-open";
        };
    }
}
