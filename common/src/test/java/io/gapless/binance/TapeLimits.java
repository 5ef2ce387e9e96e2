package io.gapless.binance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts weight as Binance does: fixed UTC minutes, 429 beyond the limit, 418 for who goes on, and
/// longer every time.
///
/// One of these is one address: share it between the histories of several processes. Not safe for
/// use by several threads at once.
public final class TapeLimits {
    private static final Duration FIRST_BAN = Duration.ofMinutes(2);
    private static final Duration LONGEST_BAN = Duration.ofDays(3);

    private final int limit;
    private final Map<Long, Integer> used = new TreeMap<>();
    private final List<HistoryCall> calls = new ArrayList<>();
    private Duration nextBan = FIRST_BAN;
    private Instant limitedUntil = Instant.MIN;
    private Instant bannedUntil = Instant.MIN;

    public TapeLimits() {
        this(RequestBudget.EXCHANGE_LIMIT);
    }

    /// @param limit weight per minute
    public TapeLimits(int limit) {
        this.limit = limit;
    }

    public int limit() {
        return limit;
    }

    /// Every request that arrived, whether it was answered or not.
    public List<HistoryCall> calls() {
        return calls;
    }

    /// Weight used in the minute of a time.
    public int used(Instant time) {
        return used.getOrDefault(minute(time), 0);
    }

    /// The most that was used in any minute.
    public int mostUsed() {
        return used.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /// Counts a request.
    ///
    /// @return the refusal that it deserves, if any
    Optional<HistoryFault> count(Instant now, String endpoint, String asked, int weight) {
        boolean warned = now.isBefore(limitedUntil) || now.isBefore(bannedUntil);
        calls.add(new HistoryCall(now, endpoint, asked, weight, warned));
        if (warned) {
            return Optional.of(ban(now));
        }
        int sum = used.merge(minute(now), weight, Integer::sum);
        if (sum <= limit) {
            return Optional.empty();
        }
        limitedUntil = Instant.ofEpochSecond((minute(now) + 1) * 60);
        return Optional.of(HistoryFault.rateLimited(seconds(now, limitedUntil)));
    }

    /// A refusal that was scripted holds as much as one that was deserved.
    void scripted(HistoryFault.Status refusal, Instant now) {
        if (refusal.status() == 429 || refusal.status() == 418) {
            Instant until = now.plusSeconds(refusal.retryAfter().map(Long::parseLong).orElse(60L));
            limitedUntil = until.isAfter(limitedUntil) ? until : limitedUntil;
        }
    }

    private HistoryFault ban(Instant now) {
        if (!now.isBefore(bannedUntil)) {
            bannedUntil = now.plus(nextBan);
            Duration doubled = nextBan.multipliedBy(2);
            nextBan = doubled.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : doubled;
        }
        return HistoryFault.banned(seconds(now, bannedUntil));
    }

    private static long seconds(Instant now, Instant until) {
        return Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 60);
    }
}
