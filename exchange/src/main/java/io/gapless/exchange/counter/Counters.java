package io.gapless.exchange.counter;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The running counts of one exchange. Owned by the exchange's one thread; others get a [Snapshot].
public final class Counters {

    /// Minutes of weight remembered; older ones are forgotten.
    static final int MOST_MINUTES = 10_000;

    private final Map<Counter, Long> totals = new EnumMap<>(Counter.class);
    private final Map<String, Long> calls = new TreeMap<>();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final TreeMap<Long, Long> weights = new TreeMap<>();

    /// The counts at one moment.
    ///
    /// @param totals every [Counter]
    /// @param calls REST calls by endpoint, such as `historicalTrades`
    /// @param statuses REST replies by HTTP status
    /// @param weightByMinute weight used, by epoch minute of the wall clock
    public record Snapshot(
            Map<Counter, Long> totals,
            Map<String, Long> calls,
            Map<Integer, Long> statuses,
            SortedMap<Long, Long> weightByMinute) {

        public long total(Counter counter) {
            return totals.getOrDefault(counter, 0L);
        }

        public long calls(String endpoint) {
            return calls.getOrDefault(endpoint, 0L);
        }
    }

    public void add(Counter counter, long amount) {
        totals.merge(counter, amount, Long::sum);
    }

    public void add(Counter counter) {
        add(counter, 1);
    }

    public void call(String endpoint) {
        add(Counter.REST_CALLS);
        calls.merge(endpoint, 1L, Long::sum);
    }

    public void status(int status) {
        statuses.merge(status, 1L, Long::sum);
    }

    public void weight(long epochMinute, int weight) {
        weights.merge(epochMinute, (long) weight, Long::sum);
        if (weights.size() > MOST_MINUTES) {
            weights.pollFirstEntry();
        }
    }

    public Snapshot snapshot() {
        Map<Counter, Long> all = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            all.put(counter, totals.getOrDefault(counter, 0L));
        }
        return new Snapshot(
                all, new TreeMap<>(calls), new TreeMap<>(statuses), new TreeMap<>(weights));
    }
}
