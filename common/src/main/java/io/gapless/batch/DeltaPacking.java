package io.gapless.batch;

import java.nio.ByteBuffer;

/// Parquet's DELTA_BINARY_PACKED: the differences between neighbours, in blocks of 128, less the
/// smallest one of the block, packed in four parts with the width each part needs.
///
/// Ids that ascend by one take no bits at all.
final class DeltaPacking {
    /// The sizes that all writers use. Others are allowed, but not every reader has met them.
    private static final int BLOCK = 128;

    private static final int PARTS = 4;
    private static final int PART = BLOCK / PARTS;

    private DeltaPacking() {}

    /// @param widthStep widths are rounded up to a multiple of this: 1 is smallest by itself, while
    ///     with 8 equal differences are equal bytes, which compress better
    static void encode(long[] values, int from, int count, int widthStep, ByteBuilder out) {
        out.varint(BLOCK);
        out.varint(PARTS);
        out.varint(count);
        out.zigZag(count == 0 ? 0 : values[from]);
        long[] deltas = new long[BLOCK];
        int[] widths = new int[PARTS];
        for (int start = 1; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            long smallest = Long.MAX_VALUE;
            for (int i = 0; i < length; i++) {
                deltas[i] = values[from + start + i] - values[from + start + i - 1];
                smallest = Math.min(smallest, deltas[i]);
            }
            out.zigZag(smallest);
            for (int part = 0; part < PARTS; part++) {
                long bits = 0;
                for (int i = part * PART; i < Math.min(length, (part + 1) * PART); i++) {
                    deltas[i] -= smallest;
                    bits |= deltas[i];
                }
                widths[part] = (BitPacking.widthOf(bits) + widthStep - 1) / widthStep * widthStep;
                out.write(widths[part]);
            }
            for (int part = 0; part * PART < length; part++) {
                BitPacking.pack(deltas, part * PART, length, PART, widths[part], out);
            }
        }
    }

    /// Reads exactly `count` values and all of `in`.
    static long[] decode(ByteBuffer in, int count) {
        long block = BitPacking.varint(in);
        long parts = BitPacking.varint(in);
        long total = BitPacking.varint(in);
        if (block != BLOCK || parts != PARTS || total != count) {
            throw new CorruptBatchException(
                    "deltas of %d values in blocks of %d and %d parts, where %d, %d and %d were expected"
                            .formatted(total, block, parts, count, BLOCK, PARTS));
        }
        long[] values = new long[count];
        long previous = BitPacking.zigZag(in);
        if (count > 0) {
            values[0] = previous;
        }
        int[] widths = new int[PARTS];
        for (int start = 1; start < count; start += BLOCK) {
            long smallest = BitPacking.zigZag(in);
            for (int part = 0; part < PARTS; part++) {
                widths[part] = in.get();
                if (widths[part] < 0 || widths[part] > Long.SIZE) {
                    throw new CorruptBatchException("deltas " + widths[part] + " bits wide");
                }
            }
            for (int part = 0; part < PARTS && start + part * PART < count; part++) {
                BitPacking.unpack(in, values, start + part * PART, count, PART, widths[part]);
            }
            for (int row = start; row < Math.min(count, start + BLOCK); row++) {
                previous += values[row] + smallest;
                values[row] = previous;
            }
        }
        if (in.hasRemaining()) {
            throw new CorruptBatchException(in.remaining() + " bytes behind the last value");
        }
        return values;
    }
}
