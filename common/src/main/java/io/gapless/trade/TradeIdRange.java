package io.gapless.trade;

/// Consecutive trade ids, both ends included. Never empty.
///
/// @param first lowest id, 0 or more (Binance's spot ids start at 0)
/// @param last highest id, `first` or more
public record TradeIdRange(long first, long last) implements Comparable<TradeIdRange> {
    public TradeIdRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a range of trade ids: " + first + ".." + last);
        }
        if (last == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "trade id " + last + " leaves no room for a next one");
        }
    }

    /// How many ids.
    public long size() {
        return last - first + 1;
    }

    public boolean contains(long id) {
        return first <= id && id <= last;
    }

    public boolean contains(TradeIdRange other) {
        return first <= other.first && other.last <= last;
    }

    public boolean overlaps(TradeIdRange other) {
        return first <= other.last && other.first <= last;
    }

    /// The lowest ids of this range, `count` of them or all.
    public TradeIdRange head(long count) {
        return count >= size() ? this : new TradeIdRange(first, first + count - 1);
    }

    @Override
    public int compareTo(TradeIdRange other) {
        int byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Long.compare(last, other.last);
    }

    /// As logs and tables show it: `17..42`, or `17` for a single id.
    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + ".." + last;
    }
}
