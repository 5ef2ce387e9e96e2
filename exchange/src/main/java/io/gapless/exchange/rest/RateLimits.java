package io.gapless.exchange.rest;

import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.market.MarketClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Weight per address in fixed UTC minutes of the wall clock, and what follows when it is used up: 429 until the minute ends, and a ban for
/// whoever goes on calling.
final class RateLimits {

    /// More addresses than a test machine has.
    static final int MOST_CALLERS = 10_000;

    private static final long MICROS_PER_MINUTE = 60_000_000;
    private static final int MOST_DOUBLINGS = 40;

    /// What becomes of a call.
    sealed interface Decision {
        int used();

        /// It is answered.
        record Allowed(int used) implements Decision {}

        /// 429 until the moment given.
        record Limited(int used, long untilMicros) implements Decision {}

        /// 418 until the moment given.
        record Banned(int used, long untilMicros) implements Decision {}
    }

    private static final class Caller {
        private long minute;
        private int used;
        private long limitedUntil = Long.MIN_VALUE;
        private int wentOn;
        private long bannedUntil = Long.MIN_VALUE;
        private int bans;
    }

    private final RestLimits limits;
    private final MarketClock clock;
    private final Counters counters;
    private final Map<String, Caller> callers = new HashMap<>();
    private long allBannedUntil = Long.MIN_VALUE;

    RateLimits(RestLimits limits, MarketClock clock, Counters counters) {
        this.limits = limits;
        this.clock = clock;
        this.counters = counters;
    }

    /// Charges a call.
    Decision charge(String address, int weight) {
        long now = clock.wallMicros();
        Caller caller = caller(address);
        long minute = Math.floorDiv(now, MICROS_PER_MINUTE);
        if (minute != caller.minute) {
            caller.minute = minute;
            caller.used = 0;
        }
        caller.used += weight;
        counters.weight(minute, weight);
        long bannedUntil = Math.max(allBannedUntil, caller.bannedUntil);
        if (now < bannedUntil) {
            counters.add(Counter.CALLS_DURING_BAN);
            return new Decision.Banned(caller.used, bannedUntil);
        }
        if (now < caller.limitedUntil) {
            caller.wentOn++;
            return caller.wentOn > limits.callsTolerated()
                    ? ban(caller, now)
                    : new Decision.Limited(caller.used, caller.limitedUntil);
        }
        if (caller.used > limits.weightPerMinute()) {
            limit(caller, (minute + 1) * MICROS_PER_MINUTE);
            return new Decision.Limited(caller.used, caller.limitedUntil);
        }
        return new Decision.Allowed(caller.used);
    }

    /// The address was answered with 429 by command: going on before `until` counts as going on.
    void limitUntil(String address, long untilMicros) {
        limit(caller(address), untilMicros);
    }

    /// The address was answered with 418 by command: it is banned until then.
    void banUntil(String address, long untilMicros) {
        caller(address).bannedUntil = untilMicros;
        counters.add(Counter.BANS);
    }

    void banAll(Duration lasting) {
        allBannedUntil = clock.wallMicros() + lasting.toNanos() / 1_000;
        counters.add(Counter.BANS);
    }

    /// Lifts bans and 429s. What was used of a minute stays used.
    void pardon() {
        allBannedUntil = Long.MIN_VALUE;
        for (Caller caller : callers.values()) {
            caller.bannedUntil = Long.MIN_VALUE;
            caller.limitedUntil = Long.MIN_VALUE;
            caller.bans = 0;
        }
    }

    private Decision ban(Caller caller, long now) {
        long first = limits.firstBan().toNanos() / 1_000;
        long longest = limits.longestBan().toNanos() / 1_000;
        long length = Math.min(first << Math.min(caller.bans, MOST_DOUBLINGS), longest);
        caller.bannedUntil = now + (length <= 0 ? longest : length);
        caller.bans++;
        caller.limitedUntil = Long.MIN_VALUE;
        counters.add(Counter.BANS);
        return new Decision.Banned(caller.used, caller.bannedUntil);
    }

    private static void limit(Caller caller, long until) {
        caller.limitedUntil = until;
        caller.wentOn = 0;
    }

    private Caller caller(String address) {
        if (callers.size() > MOST_CALLERS) {
            callers.clear();
        }
        return callers.computeIfAbsent(address, _ -> new Caller());
    }
}
