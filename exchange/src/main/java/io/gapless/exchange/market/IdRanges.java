package io.gapless.exchange.market;

import io.gapless.exchange.tape.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A growing set of ids as disjoint ranges, ascending.
final class IdRanges {

    /// More ranges than any experiment needs; beyond it something adds them in a loop.
    static final int MOST_RANGES = 100_000;

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    /// Adds a range and joins it with those that it touches.
    void add(IdRange range) {
        long first = range.first();
        long last = range.last();
        for (Map.Entry<Long, Long> near = lastByFirst.floorEntry(last + 1);
                near != null && near.getValue() >= first - 1;
                near = lastByFirst.floorEntry(last + 1)) {
            first = Math.min(first, near.getKey());
            last = Math.max(last, near.getValue());
            lastByFirst.remove(near.getKey());
        }
        if (lastByFirst.size() == MOST_RANGES) {
            throw new IllegalStateException("more than " + MOST_RANGES + " id ranges");
        }
        lastByFirst.put(first, last);
    }

    boolean contains(long id) {
        Map.Entry<Long, Long> at = lastByFirst.floorEntry(id);
        return at != null && at.getValue() >= id;
    }

    /// The smallest id from `id` on that is not in the set.
    long nextOutside(long id) {
        Map.Entry<Long, Long> at = lastByFirst.floorEntry(id);
        return at == null || at.getValue() < id ? id : at.getValue() + 1;
    }

    /// The largest id up to `id` that is not in the set.
    long lastOutside(long id) {
        Map.Entry<Long, Long> at = lastByFirst.floorEntry(id);
        return at == null || at.getValue() < id ? id : at.getKey() - 1;
    }

    /// The part of the set from `first` to `last`.
    List<IdRange> within(long first, long last) {
        List<IdRange> parts = new ArrayList<>();
        lastByFirst.forEach((from, to) -> {
            if (to >= first && from <= last) {
                parts.add(new IdRange(Math.max(first, from), Math.min(last, to)));
            }
        });
        return parts;
    }

    void clear() {
        lastByFirst.clear();
    }
}
