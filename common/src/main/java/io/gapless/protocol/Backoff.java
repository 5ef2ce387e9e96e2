package io.gapless.protocol;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: doubled each time up to a cap, and spread at random
/// over the upper half, so that many that failed together do not come back together.
///
/// @param first wait after the first failure
/// @param cap longest wait
public record Backoff(Duration first, Duration cap) {
    /// For S3 and DynamoDB: the SDK has already retried within a call.
    public static final Backoff STORAGE =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

    /// @param failures how many attempts in a row have failed, at least 1
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 20);
        long nanos = Math.min(cap.toNanos(), first.toNanos() << doublings);
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
