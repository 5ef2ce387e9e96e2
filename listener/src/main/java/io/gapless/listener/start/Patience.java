package io.gapless.listener.start;

import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.protocol.Backoff;
import io.gapless.protocol.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the exchange again when that may help, until its time is up.
final class Patience {
    /// Attempts in a row that were not answered.
    static final int MAX_ATTEMPTS = 5;

    /// Times that a question may have to wait for weight or for the end of a ban.
    static final int MAX_WAITS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final Instant until;

    /// @param longest for all questions together
    Patience(InstantSource clock, Pause pause, RandomGenerator random, Duration longest) {
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        until = clock.instant().plus(longest);
    }

    /// The answer, or the last reply that was none.
    <T> Reply<T> ask(Supplier<Reply<T>> question) throws InterruptedException {
        int attempts = 0;
        for (int waits = 0; ; waits++) {
            Reply<T> reply = question.get();
            Instant now = clock.instant();
            Instant again =
                    switch (reply) {
                        case Reply.Answered<T> _ -> Instant.MAX;
                        case Reply.Deferred<T>(var at, var _, var _) -> at;
                        case Reply.Refused<T>(var refusal) -> {
                            attempts += refusal.mayPass() ? 1 : 0;
                            yield again(refusal, attempts, now);
                        }
                    };
            if (again.isAfter(until) || waits == MAX_WAITS) {
                return reply;
            }
            if (again.isAfter(now)) {
                if (waits == 0 && reply instanceof Reply.Refused<T>(var refusal)) {
                    LOG.atWarn()
                            .addKeyValue("problem", refusal.sentence())
                            .log("waiting for the exchange");
                }
                pause.pause(Duration.between(now, again));
            }
        }
    }

    private Instant again(Refusal refusal, int attempts, Instant now) {
        return switch (refusal) {
            case Refusal.Unavailable _ ->
                    attempts < MAX_ATTEMPTS
                            ? now.plus(BACKOFF.after(attempts, random))
                            : Instant.MAX;
            case Refusal.RateLimited ban -> ban.until();
            case Refusal.Banned ban -> ban.until();
            case Refusal.Forbidden ban -> ban.until();
            case Refusal.RegionBlocked _,
                    Refusal.UnknownSymbol _,
                    Refusal.BadRequest _,
                    Refusal.Unreadable _ ->
                    Instant.MAX;
        };
    }
}
