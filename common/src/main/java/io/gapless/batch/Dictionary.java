package io.gapless.batch;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// The distinct values of a column, and where in that list each row's value stands.
final class Dictionary {
    private final long[] values;
    private final long[] positions;
    private final int[] counts;

    private Dictionary(long[] values, long[] positions, int[] counts) {
        this.values = values;
        this.positions = positions;
        this.counts = counts;
    }

    /// In ascending order.
    static Dictionary of(long[] column, int count) {
        long[] sorted = Arrays.copyOf(column, count);
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        long[] values = Arrays.copyOf(sorted, distinct);
        long[] positions = new long[count];
        int[] counts = new int[distinct];
        for (int row = 0; row < count; row++) {
            int position = Arrays.binarySearch(values, column[row]);
            positions[row] = position;
            counts[position]++;
        }
        return new Dictionary(values, positions, counts);
    }

    int size() {
        return values.length;
    }

    long[] values() {
        return values;
    }

    /// For each row of the column, where its value stands.
    long[] positions() {
        return positions;
    }

    /// Bits of the largest position.
    int width() {
        return BitPacking.widthOf(Math.max(0, values.length - 1));
    }

    /// Ordered by the lowest byte of the values, and by their present order within.
    ///
    /// Prices and quantities are multiples of some power of ten, so their lowest bytes take only a
    /// few values, while those above look random. Side by side with their like they all but vanish
    /// when the list is compressed.
    Dictionary byLowestByte() {
        return ordered(i -> (int) (values[i] & 0xff), 0xff);
    }

    /// Ordered by how common the values are, in powers of two, and by their present order within.
    ///
    /// Common values then have small positions, which compress better.
    Dictionary commonFirst() {
        return ordered(i -> Integer.numberOfLeadingZeros(counts[i]), Integer.SIZE);
    }

    /// Stable, by counting.
    private Dictionary ordered(IntUnaryOperator rank, int highestRank) {
        int[] next = new int[highestRank + 2];
        for (int i = 0; i < values.length; i++) {
            next[rank.applyAsInt(i) + 1]++;
        }
        for (int r = 0; r <= highestRank; r++) {
            next[r + 1] += next[r];
        }
        int[] moved = new int[values.length];
        long[] newValues = new long[values.length];
        int[] newCounts = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            moved[i] = next[rank.applyAsInt(i)]++;
            newValues[moved[i]] = values[i];
            newCounts[moved[i]] = counts[i];
        }
        long[] newPositions = new long[positions.length];
        for (int row = 0; row < positions.length; row++) {
            newPositions[row] = moved[(int) positions[row]];
        }
        return new Dictionary(newValues, newPositions, newCounts);
    }
}
