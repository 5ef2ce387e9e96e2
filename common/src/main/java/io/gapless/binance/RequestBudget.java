package io.gapless.binance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Decides when a request may be sent, so that the weight used in a minute stays within what is
/// allowed. Decides only: it has no clock and sends nothing.
///
/// **The minute** is a calendar minute of the exchange, whose clock is learned from its replies and
/// known to about half a second. A request sent within [#BORDER] of a minute's border may be counted
/// on either side of it, so it is charged to both.
///
/// **What is used** of a minute is the larger of what was charged here and what the exchange said:
/// its count holds every process behind the same address.
///
/// **Several processes on one address** each see the others only in the replies to their own
/// requests. With no more than [RequestWeight#HEAVIEST] in flight per process ([BudgetedHistory] sees to
/// that) a process sends at most so much after the limit was reached unknown to it, because the replies
/// tell it. So two processes that may each use the exchange's whole limit go past their own limit by
/// less than [#RACE_RESERVE] together, and that much is never planned with. Processes whose limits
/// add up to the exchange's cannot break it at all.
///
/// Safe for use by many threads.
public final class RequestBudget {
    /// What Binance allows per minute and address, unless its `exchangeInfo` says otherwise.
    public static final int EXCHANGE_LIMIT = 6_000;

    /// Half of it: the rest is for whatever else runs behind the same address.
    public static final int DEFAULT_LIMIT = EXCHANGE_LIMIT / 2;

    /// The least that can be allowed: less would never let the heaviest request pass.
    public static final int LEAST_LIMIT = 100;

    /// How close to a minute's border a request counts on both sides: our idea of the exchange's
    /// clock is off by up to half a second, and a request is on its way for up to as long.
    static final Duration BORDER = Duration.ofSeconds(1);

    /// Never planned with, below the exchange's limit: two processes, each with as much as its heaviest
    /// request on the way.
    static final int RACE_RESERVE = 2 * RequestWeight.HEAVIEST;

    /// How far a reply's count may be behind that of a reply to a later request: what else is in flight.
    private static final int MOST_OVERTAKEN = RequestWeight.HEAVIEST - RequestWeight.PAGE;

    private static final int MINUTES_KEPT = 4;

    private final int limit;
    private final ExchangeClock clock = new ExchangeClock();
    private final TreeMap<Long, Usage> minutes = new TreeMap<>();
    private int exchangeLimit = EXCHANGE_LIMIT;

    /// @param limit weight per minute, [#LEAST_LIMIT] or more; beyond what the exchange allows it has
    ///     no effect
    public RequestBudget(int limit) {
        if (limit < LEAST_LIMIT) {
            throw new IllegalArgumentException(
                    "a weight of "
                            + limit
                            + " per minute is too little: one request weighs up to "
                            + RequestWeight.HEAVIEST
                            + ", so allow at least "
                            + LEAST_LIMIT);
        }
        this.limit = limit;
    }

    /// Whether a request of that weight may be sent now.
    public boolean mayCall(int weight, Instant now) {
        return !nextAllowed(weight, now).isAfter(now);
    }

    /// The earliest time at which a request of that weight may be sent, as far as is known now: `now`
    /// or later, by our clock.
    ///
    /// @throws IllegalArgumentException when no minute has room for that weight
    public synchronized Instant nextAllowed(int weight, Instant now) {
        if (weight > usable()) {
            throw new IllegalArgumentException(
                    "weight " + weight + " is more than the " + usable() + " of a whole minute");
        }
        Instant at = clock.exchangeTime(now);
        if (fits(weight, at)) {
            return now;
        }
        // The charges end with the minute that a request sent now could be counted in.
        for (int waited = 1; waited < MINUTES_KEPT; waited++) {
            at = startOfMinute(minute(at.minus(BORDER)) + 1).plus(BORDER);
            if (fits(weight, at)) {
                break;
            }
        }
        return clock.ourTime(at);
    }

    /// Charges a request that is about to be sent.
    public synchronized void spent(int weight, Instant now) {
        Instant at = clock.exchangeTime(now);
        long earliest = minute(at.minus(BORDER));
        long latest = minute(at.plus(BORDER));
        usage(earliest).charged += weight;
        if (latest != earliest) {
            usage(latest).charged += weight;
        }
        minutes.headMap(earliest - MINUTES_KEPT).clear();
    }

    /// Whether a reply was heard in the minute that it is now; close to a border, in the minute
    /// before.
    public synchronized boolean hasHeard(Instant now) {
        Usage usage = minutes.get(minute(clock.exchangeTime(now).minus(BORDER)));
        return usage != null && usage.heard;
    }

    /// Learns from a reply.
    public synchronized void heard(Receipt receipt) {
        clock.heard(receipt);
        int used = receipt.usedWeight().orElse(0);
        Usage earlier = usage(minute(clock.exchangeTime(receipt.sentAt()).minus(BORDER)));
        Usage later = usage(minute(clock.exchangeTime(receipt.receivedAt()).plus(BORDER)));
        // A count only grows within a minute, but for replies that overtake each other. Where it
        // did not shrink by more, the earlier minute is taken: mistaken for the later one, it could
        // close a minute in which nothing was used yet.
        Usage counted = used + MOST_OVERTAKEN < earlier.used ? later : earlier;
        counted.used = Math.max(counted.used, used);
        counted.heard = true;
    }

    /// Learns what the exchange allows per minute and address.
    public synchronized void exchangeAllows(int weightPerMinute) {
        exchangeLimit = Math.max(weightPerMinute, LEAST_LIMIT + RACE_RESERVE);
    }

    /// The weight per minute that is planned with.
    public synchronized int usable() {
        return Math.min(limit, exchangeLimit - RACE_RESERVE);
    }

    private boolean fits(int weight, Instant exchangeTime) {
        return fits(weight, minute(exchangeTime.minus(BORDER)))
                && fits(weight, minute(exchangeTime.plus(BORDER)));
    }

    private boolean fits(int weight, long minute) {
        Usage usage = minutes.get(minute);
        return usage == null || Math.max(usage.charged, usage.used) + weight <= usable();
    }

    private Usage usage(long minute) {
        return minutes.computeIfAbsent(minute, _ -> new Usage());
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 60);
    }

    private static Instant startOfMinute(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }

    /// For logs: what is charged per minute of the exchange.
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder("RequestBudget[" + usable() + " a minute");
        for (Map.Entry<Long, Usage> entry : minutes.entrySet()) {
            text.append(", ").append(startOfMinute(entry.getKey()));
            text.append(" charged ").append(entry.getValue().charged);
            text.append(" told ").append(entry.getValue().used);
        }
        return text.append(']').toString();
    }

    private static final class Usage {
        int charged;
        int used;
        boolean heard;
    }
}
