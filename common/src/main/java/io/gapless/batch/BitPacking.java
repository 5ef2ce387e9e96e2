package io.gapless.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers side by side without regard to byte borders, lowest bits first, as Parquet packs them.
final class BitPacking {
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BitPacking() {}

    /// Bits that the number needs, taken as unsigned.
    static int widthOf(long unsigned) {
        return Long.SIZE - Long.numberOfLeadingZeros(unsigned);
    }

    /// Packs `count` numbers, zeros for those at `end` and beyond.
    ///
    /// @param count a multiple of 8
    /// @param width bits of each, 0 to 64
    static void pack(long[] values, int from, int end, int count, int width, ByteBuilder out) {
        out.fill(
                count / Byte.SIZE * width,
                (memory, offset, most) -> {
                    long mask = width == 0 ? 0 : -1L >>> (Long.SIZE - width);
                    int at = offset;
                    long bits = 0;
                    int held = 0;
                    for (int i = from; i < from + count; i++) {
                        long value = i < end ? values[i] & mask : 0;
                        bits |= value << held;
                        held += width;
                        if (held >= Long.SIZE) {
                            LITTLE_ENDIAN.set(memory, at, bits);
                            at += Long.BYTES;
                            held -= Long.SIZE;
                            bits = held == 0 ? 0 : value >>> (width - held);
                        }
                    }
                    while (held > 0) {
                        memory[at++] = (byte) bits;
                        bits >>>= Byte.SIZE;
                        held -= Byte.SIZE;
                    }
                    return most;
                });
    }

    /// Unpacks `count` numbers and throws away those that would come to `end` and beyond.
    ///
    /// @param count a multiple of 8
    /// @throws java.nio.BufferUnderflowException when there are fewer
    static void unpack(ByteBuffer in, long[] values, int from, int end, int count, int width) {
        int bits = 0;
        int held = 0;
        for (int i = from; i < from + count; i++) {
            long value = 0;
            int filled = 0;
            while (filled < width) {
                if (held == 0) {
                    bits = in.get() & 0xff;
                    held = Byte.SIZE;
                }
                int taken = Math.min(width - filled, held);
                value |= (long) (bits & ((1 << taken) - 1)) << filled;
                bits >>>= taken;
                held -= taken;
                filled += taken;
            }
            if (i < end) {
                values[i] = value;
            }
        }
    }

    /// Reads what [ByteBuilder#varint] wrote.
    static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptBatchException("a number of more than 64 bits");
    }

    /// Reads what [ByteBuilder#zigZag] wrote.
    static long zigZag(ByteBuffer in) {
        long value = varint(in);
        return (value >>> 1) ^ -(value & 1);
    }
}
