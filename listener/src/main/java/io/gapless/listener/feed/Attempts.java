package io.gapless.listener.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Decides when the process may try another connection: bounded in five minutes, not at all while
/// the exchange refuses this address, and later with every failure of the same slot.
final class Attempts {
    private final FeedTiming timing;
    private final AttemptBudget budget;
    private final RandomGenerator random;
    private final int limit;
    private Optional<Instant> pausedUntil = Optional.empty();
    private boolean exhausted;
    private int made;

    Attempts(FeedSettings settings, RandomGenerator random) {
        timing = settings.timing();
        limit = settings.limits().attemptsPerWindow();
        budget = new AttemptBudget(limit);
        this.random = random;
    }

    /// The number of a new connection, if one may be tried now.
    OptionalInt tryTake(Instant now) {
        if (pausedUntil.filter(now::isBefore).isPresent()) {
            return OptionalInt.empty();
        }
        exhausted = !budget.tryTake(now);
        return exhausted ? OptionalInt.empty() : OptionalInt.of(++made);
    }

    /// Nobody connects before then.
    void pauseUntil(Instant until) {
        if (pausedUntil.filter(until::isBefore).isEmpty()) {
            pausedUntil = Optional.of(until);
        }
    }

    /// How long a slot waits after so many attempts without success: doubling, capped, and cut by
    /// up to a half at random, so that slots do not march in step.
    Duration backoff(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration delay = timing.firstBackoff();
        for (int i = 1; i < failures && delay.compareTo(timing.longestBackoff()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        long nanos = Math.min(delay.toNanos(), timing.longestBackoff().toNanos());
        return Duration.ofNanos(nanos - (long) (nanos * random.nextDouble() / 2));
    }

    /// When a connection opened now is to be replaced: at the end of its life, but half a life from
    /// its partner, so that the two are never young or old together.
    Instant retireAt(Instant now, Optional<Instant> partnerRetires) {
        Duration life = timing.lifetime();
        Instant full = now.plus(life);
        boolean inStep =
                partnerRetires.filter(at -> at.isAfter(full.minus(life.dividedBy(4)))).isPresent();
        Instant retire = inStep ? now.plus(life.dividedBy(2)) : full;
        // Several listeners started by one deploy should not reconnect together ever after.
        return retire.minus(life.dividedBy(48).multipliedBy(random.nextInt(100)).dividedBy(100));
    }

    /// A sentence when the budget is what holds connections back.
    Optional<String> trouble() {
        return exhausted
                ? Optional.of(
                        limit
                                + " connections were tried within "
                                + AttemptBudget.WINDOW.toMinutes()
                                + " minutes: the next waits, so that the exchange does not ban this"
                                + " address")
                : Optional.empty();
    }

    /// Connections tried so far.
    int made() {
        return made;
    }
}
