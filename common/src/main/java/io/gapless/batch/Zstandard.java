package io.gapless.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/// Zstandard compression for one object. Holds memory outside the heap until closed; one thread.
final class Zstandard implements AutoCloseable {
    /// For what is kept: written once, stored for ever.
    private static final int LEVEL = 12;

    /// For choosing between encodings.
    private static final int ESTIMATE_LEVEL = 3;

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] scratch = new byte[0];

    byte[] compress(byte[] raw) {
        return Arrays.copyOf(scratch, compress(raw, LEVEL));
    }

    /// About the smaller of the sizes with and without compression.
    int estimate(byte[] raw) {
        return Math.min(raw.length, compress(raw, ESTIMATE_LEVEL));
    }

    private int compress(byte[] raw, int level) {
        int bound = Math.toIntExact(Zstd.compressBound(raw.length));
        if (scratch.length < bound) {
            scratch = new byte[bound];
        }
        context.setLevel(level);
        return context.compressByteArray(scratch, 0, scratch.length, raw, 0, raw.length);
    }

    /// Undoes [#compress(byte[])].
    ///
    /// @param size of the result
    /// @throws CorruptBatchException when this is not what comes out
    static byte[] decompress(byte[] object, int offset, int length, int size) {
        byte[] raw = new byte[size];
        long written;
        try {
            written = Zstd.decompressByteArray(raw, 0, size, object, offset, length);
        } catch (ZstdException e) {
            throw new CorruptBatchException("a page cannot be decompressed: " + e.getMessage(), e);
        }
        if (written != size) {
            throw new CorruptBatchException(
                    "a page has %d bytes instead of %d".formatted(written, size));
        }
        return raw;
    }

    @Override
    public void close() {
        context.close();
    }
}
