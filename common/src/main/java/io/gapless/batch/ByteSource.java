package io.gapless.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/// Bytes that can be read at any place and never change: a file, or an object of the archive.
public interface ByteSource {
    /// How many bytes.
    long size();

    /// Bytes `from` to `from + length`, all of which are there.
    ///
    /// @throws IndexOutOfBoundsException when they are not
    byte[] read(long from, int length);

    /// Bytes in memory.
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public byte[] read(long from, int length) {
                Objects.checkFromIndexSize(from, length, bytes.length);
                return Arrays.copyOfRange(bytes, (int) from, (int) from + length);
            }
        };
    }

    /// All bytes, from the first on, in pieces of [#PIECE_BYTES].
    default InputStream stream() {
        return new InputStream() {
            private byte[] piece = new byte[0];
            private int next;
            private long read;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (length == 0) {
                    return 0;
                }
                if (next == piece.length) {
                    if (read == size()) {
                        return -1;
                    }
                    piece = ByteSource.this.read(read, (int) Math.min(PIECE_BYTES, size() - read));
                    read += piece.length;
                    next = 0;
                }
                int count = Math.min(length, piece.length - next);
                System.arraycopy(piece, next, into, offset, count);
                next += count;
                return count;
            }
        };
    }

    /// How much [#stream] reads at once.
    int PIECE_BYTES = 1 << 20;
}
