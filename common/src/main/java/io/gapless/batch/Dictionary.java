package io.gapless.batch;

import java.util.Arrays;

/// The distinct values of a column in some order, and where in that order each row's value stands.
final class Dictionary {
    /// 2^64 over the golden ratio: its products spread neighbours far apart in their upper bits.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] values;
    private final int[] counts;

    /// Of each row's value in ascending order of values; shared by all orders of one column.
    private final int[] ranks;

    /// Where the values stand, by rank.
    private final int[] places;

    private Dictionary(long[] values, int[] counts, int[] ranks, int[] places) {
        this.values = values;
        this.counts = counts;
        this.ranks = ranks;
        this.places = places;
    }

    /// In ascending order.
    ///
    /// @param met memory for `count` values; changed by this
    static Dictionary of(long[] column, int count, long[] met) {
        int[] ranks = new int[count];
        int distinct = number(column, count, met, ranks);
        long[] values = Arrays.copyOf(met, distinct);
        Arrays.sort(values);
        int[] rankOf = new int[distinct];
        for (int number = 0; number < distinct; number++) {
            rankOf[number] = Arrays.binarySearch(values, met[number]);
        }
        int[] counts = new int[distinct];
        for (int row = 0; row < count; row++) {
            ranks[row] = rankOf[ranks[row]];
            counts[ranks[row]]++;
        }
        int[] places = new int[distinct];
        for (int rank = 0; rank < distinct; rank++) {
            places[rank] = rank;
        }
        return new Dictionary(values, counts, ranks, places);
    }

    /// Numbers values in the order in which they are met. A table of numbers, half empty at least, with
    /// neighbours as overflow: sorting all rows instead takes ten times as long.
    ///
    /// @param met gets each value once, at its number
    /// @param numbers gets each row's number
    /// @return how many values there are
    private static int number(long[] column, int count, long[] met, int[] numbers) {
        int slots = Math.max(2, Integer.highestOneBit(Math.max(1, count)) << 2);
        int[] table = new int[slots];
        int distinct = 0;
        for (int row = 0; row < count; row++) {
            long value = column[row];
            int slot = (int) ((value * SPREAD) >>> (Long.SIZE - BitPacking.widthOf(slots - 1)));
            while (table[slot] != 0 && met[table[slot] - 1] != value) {
                slot = (slot + 1) & (slots - 1);
            }
            if (table[slot] == 0) {
                met[distinct++] = value;
                table[slot] = distinct;
            }
            numbers[row] = table[slot] - 1;
        }
        return distinct;
    }

    int size() {
        return values.length;
    }

    long[] values() {
        return values;
    }

    /// For `count` rows of the column, where their values stand.
    void positions(int from, int count, long[] into) {
        for (int row = 0; row < count; row++) {
            into[row] = places[ranks[from + row]];
        }
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
        int[] lowest = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            lowest[i] = (int) (values[i] & 0xff);
        }
        return ordered(lowest, 0xff);
    }

    /// Ordered by how common the values are, in powers of two, and by their present order within.
    ///
    /// Common values then have small positions, which compress better.
    Dictionary commonFirst() {
        int[] rarity = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            rarity[i] = Integer.numberOfLeadingZeros(counts[i]);
        }
        return ordered(rarity, Integer.SIZE);
    }

    /// Stable, by counting.
    ///
    /// @param order of the value at each place; 0 to `highest`
    private Dictionary ordered(int[] order, int highest) {
        int[] next = new int[highest + 2];
        for (int o : order) {
            next[o + 1]++;
        }
        for (int o = 0; o <= highest; o++) {
            next[o + 1] += next[o];
        }
        int[] moved = new int[values.length];
        long[] newValues = new long[values.length];
        int[] newCounts = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            moved[i] = next[order[i]]++;
            newValues[moved[i]] = values[i];
            newCounts[moved[i]] = counts[i];
        }
        int[] newPlaces = new int[values.length];
        for (int rank = 0; rank < newPlaces.length; rank++) {
            newPlaces[rank] = moved[places[rank]];
        }
        return new Dictionary(newValues, newCounts, ranks, newPlaces);
    }
}
