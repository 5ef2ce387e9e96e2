package io.gapless.exchange.tape;

/// Ids from `first` to `last`, both included, never empty.
public record IdRange(long first, long last) {

    public IdRange {
        if (first > last) {
            throw new IllegalArgumentException(
                    "an id range ends before it starts: " + first + ".." + last);
        }
    }

    /// How many ids.
    public long size() {
        return last - first + 1;
    }

    public boolean contains(long id) {
        return first <= id && id <= last;
    }
}
