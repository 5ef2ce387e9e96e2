package io.gapless.exchange.tape;

import java.util.Arrays;

/// A growing list of running sums that starts with 0, searched by value.
final class Sums {

    private long[] sums = new long[64];
    private int size = 1;

    int size() {
        return size;
    }

    long get(long index) {
        return sums[Math.toIntExact(index)];
    }

    long last() {
        return sums[size - 1];
    }

    /// Appends the last sum plus `amount`.
    void add(int amount) {
        if (size == sums.length) {
            sums = Arrays.copyOf(sums, size * 2);
        }
        sums[size] = sums[size - 1] + amount;
        size++;
    }

    /// Forgets the sums from `newSize` on.
    void shorten(long newSize) {
        size = (int) Math.max(1, Math.min(size, newSize));
    }

    /// The last index whose sum is at most `value`.
    int lastAtMost(long value) {
        return firstAtLeast(value + 1) - 1;
    }

    /// The first index whose sum is at least `value`; [#size] when there is none.
    int firstAtLeast(long value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] >= value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
