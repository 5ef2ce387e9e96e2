package io.gapless.trade;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A set of trade ids, held as disjoint ranges in ascending order that neither overlap nor touch.
///
/// Immutable. Every operation is linear in the number of ranges, [#contains(long)] and
/// [#contains(TradeIdRange)] logarithmic.
public final class Coverage {
    /// No ids.
    public static final Coverage EMPTY = new Coverage(new long[0]);

    /// first0, last0, first1, last1, …
    private final long[] bounds;

    private Coverage(long[] bounds) {
        this.bounds = bounds;
    }

    public static Coverage of(TradeIdRange range) {
        return new Coverage(new long[] {range.first(), range.last()});
    }

    /// The union of ranges in any order, overlapping or not.
    public static Coverage of(Collection<TradeIdRange> ranges) {
        if (ranges.isEmpty()) {
            return EMPTY;
        }
        TradeIdRange[] sorted = ranges.toArray(TradeIdRange[]::new);
        Arrays.sort(sorted);
        Appender union = new Appender(sorted.length);
        for (TradeIdRange range : sorted) {
            union.add(range.first(), range.last());
        }
        return union.toCoverage();
    }

    /// The ranges, ascending.
    public List<TradeIdRange> ranges() {
        return new AbstractList<>() {
            @Override
            public TradeIdRange get(int index) {
                return new TradeIdRange(bounds[2 * index], bounds[2 * index + 1]);
            }

            @Override
            public int size() {
                return rangeCount();
            }
        };
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public int rangeCount() {
        return bounds.length / 2;
    }

    /// How many ids.
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    /// The lowest id up to the highest one.
    public Optional<TradeIdRange> span() {
        return isEmpty()
                ? Optional.empty()
                : Optional.of(new TradeIdRange(bounds[0], bounds[bounds.length - 1]));
    }

    public boolean contains(long id) {
        int i = Arrays.binarySearch(bounds, id);
        // A bound is inside; otherwise the insertion point is odd exactly between a first and its
        // last.
        return i >= 0 || (-i - 1) % 2 == 1;
    }

    public boolean contains(TradeIdRange range) {
        return rangeHolding(range.first()).filter(r -> r.contains(range)).isPresent();
    }

    public boolean overlaps(TradeIdRange range) {
        return !intersect(of(range)).isEmpty();
    }

    /// The range that holds an id.
    public Optional<TradeIdRange> rangeHolding(long id) {
        int i = Arrays.binarySearch(bounds, id);
        int index = i >= 0 ? i : -i - 1;
        if (i < 0 && index % 2 == 0) {
            return Optional.empty();
        }
        int first = index - index % 2;
        return Optional.of(new TradeIdRange(bounds[first], bounds[first + 1]));
    }

    public Coverage plus(TradeIdRange range) {
        return plus(of(range));
    }

    public Coverage plus(Coverage other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        Appender union = new Appender(rangeCount() + other.rangeCount());
        int a = 0;
        int b = 0;
        while (a < bounds.length || b < other.bounds.length) {
            boolean mine =
                    b == other.bounds.length || (a < bounds.length && bounds[a] <= other.bounds[b]);
            if (mine) {
                union.add(bounds[a], bounds[a + 1]);
                a += 2;
            } else {
                union.add(other.bounds[b], other.bounds[b + 1]);
                b += 2;
            }
        }
        return union.toCoverage();
    }

    public Coverage minus(TradeIdRange range) {
        return minus(of(range));
    }

    public Coverage minus(Coverage other) {
        if (other.isEmpty()) {
            return this;
        }
        Appender rest = new Appender(rangeCount() + other.rangeCount());
        int b = 0;
        for (int a = 0; a < bounds.length; a += 2) {
            long next = bounds[a];
            long last = bounds[a + 1];
            while (b < other.bounds.length && other.bounds[b + 1] < next) {
                b += 2;
            }
            for (int c = b; c < other.bounds.length && other.bounds[c] <= last; c += 2) {
                if (next < other.bounds[c]) {
                    rest.add(next, other.bounds[c] - 1);
                }
                next = Math.max(next, other.bounds[c + 1] + 1);
            }
            if (next <= last) {
                rest.add(next, last);
            }
        }
        return rest.toCoverage();
    }

    public Coverage intersect(Coverage other) {
        Appender common = new Appender(rangeCount() + other.rangeCount());
        int a = 0;
        int b = 0;
        while (a < bounds.length && b < other.bounds.length) {
            long first = Math.max(bounds[a], other.bounds[b]);
            long last = Math.min(bounds[a + 1], other.bounds[b + 1]);
            if (first <= last) {
                common.add(first, last);
            }
            if (bounds[a + 1] < other.bounds[b + 1]) {
                a += 2;
            } else {
                b += 2;
            }
        }
        return common.toCoverage();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Coverage other && Arrays.equals(bounds, other.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return ranges().toString();
    }

    /// Collects ranges that come in ascending order of their first id, joining those that touch.
    private static final class Appender {
        private final long[] bounds;
        private int used;

        Appender(int ranges) {
            bounds = new long[2 * ranges];
        }

        void add(long first, long last) {
            if (used > 0 && first <= bounds[used - 1] + 1) {
                bounds[used - 1] = Math.max(bounds[used - 1], last);
            } else {
                bounds[used++] = first;
                bounds[used++] = last;
            }
        }

        Coverage toCoverage() {
            if (used == 0) {
                return EMPTY;
            }
            return new Coverage(used == bounds.length ? bounds : Arrays.copyOf(bounds, used));
        }
    }
}
