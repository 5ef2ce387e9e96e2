package io.gapless.batch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Parquet's RLE: runs of one number, and groups of eight packed numbers where there are no runs.
///
/// Used for dictionary positions, for flags, and for what is null.
final class RunLengths {
    /// Groups after one header, so that the header is one byte. Readers take more; nobody writes more.
    private static final int MAX_GROUPS = 63;

    private RunLengths() {}

    /// @param width bits of the largest value, 0 to 32
    static void encode(long[] values, int count, int width, ByteBuilder out) {
        int packedFrom = 0;
        int row = 0;
        while (row < count) {
            int end = row + 1;
            while (end < count && values[end] == values[row]) {
                end++;
            }
            if (end - row >= Byte.SIZE) {
                pack(values, packedFrom, row, width, out);
                out.varint((long) (end - row) << 1);
                out.littleEndian(values[row], bytes(width));
                row = end;
                packedFrom = end;
            } else {
                // Only whole groups can be packed, so a run can begin only behind one.
                row = Math.min(count, row + Byte.SIZE);
            }
        }
        pack(values, packedFrom, count, width, out);
    }

    private static void pack(long[] values, int from, int end, int width, ByteBuilder out) {
        int groups = (end - from + Byte.SIZE - 1) / Byte.SIZE;
        for (int done = 0; done < groups; done += MAX_GROUPS) {
            int now = Math.min(MAX_GROUPS, groups - done);
            out.varint(now << 1 | 1);
            BitPacking.pack(values, from + done * Byte.SIZE, end, now * Byte.SIZE, width, out);
        }
    }

    /// Reads exactly `count` values and all of `in`.
    static long[] decode(ByteBuffer in, int count, int width) {
        if (width < 0 || width > Integer.SIZE) {
            throw new CorruptBatchException("runs of numbers " + width + " bits wide");
        }
        long[] values = new long[count];
        int row = 0;
        while (row < count) {
            long header = BitPacking.varint(in);
            long length = header >>> 1;
            if ((header & 1) == 1) {
                int groupsLeft = (count - row + Byte.SIZE - 1) / Byte.SIZE;
                if (length == 0 || length > groupsLeft) {
                    throw new CorruptBatchException(
                            "%d groups of values where %d are left".formatted(length, groupsLeft));
                }
                int packed = (int) length * Byte.SIZE;
                BitPacking.unpack(in, values, row, count, packed, width);
                row = Math.min(count, row + packed);
            } else {
                if (length == 0 || length > count - row) {
                    throw new CorruptBatchException(
                            "a run of %d values where %d are left".formatted(length, count - row));
                }
                long value = 0;
                for (int i = 0; i < bytes(width); i++) {
                    value |= (in.get() & 0xffL) << (8 * i);
                }
                Arrays.fill(values, row, row + (int) length, value);
                row += (int) length;
            }
        }
        if (in.hasRemaining()) {
            throw new CorruptBatchException(in.remaining() + " bytes behind the last value");
        }
        return values;
    }

    private static int bytes(int width) {
        return (width + Byte.SIZE - 1) / Byte.SIZE;
    }
}
