package io.gapless.batch;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes that grow at their end, with the number formats of Parquet.
final class ByteBuilder extends OutputStream {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    ByteBuilder(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    @Override
    public void write(int b) {
        ensureRoom(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensureRoom(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    /// The lowest `count` bytes, lowest first.
    void littleEndian(long value, int count) {
        ensureRoom(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
    }

    /// Eight bytes, highest first.
    void bigEndian(long value) {
        ensureRoom(Long.BYTES);
        BIG_ENDIAN.set(bytes, size, value);
        size += Long.BYTES;
    }

    /// Seven bits a byte, lowest first, as an unsigned number.
    void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
    }

    /// As [#varint], with the sign in the lowest bit.
    void zigZag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /// All bytes of another.
    void write(ByteBuilder other) {
        write(other.bytes, 0, other.size);
    }

    int size() {
        return size;
    }

    /// Forgets the bytes and keeps the memory.
    void clear() {
        size = 0;
    }

    /// The memory itself, of which the first [#size] bytes count.
    byte[] memory() {
        return bytes;
    }

    /// Makes room and takes over what `filler` puts there.
    void fill(int most, Filler filler) {
        ensureRoom(most);
        size += filler.fill(bytes, size, most);
    }

    /// Puts bytes into `memory` from `offset` on.
    interface Filler {
        /// @return how many bytes it put, at most `most`
        int fill(byte[] memory, int offset, int most);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensureRoom(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
