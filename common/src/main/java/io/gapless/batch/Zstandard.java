package io.gapless.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Optional;

/// Zstandard compression for one object. Holds memory outside the heap until closed; one thread.
final class Zstandard implements AutoCloseable {
    /// How hard it tries.
    enum Effort {
        /// For what is written once and stored for ever. Level 19 saves another half percent for twice
        /// the time.
        THOROUGH(16, 3, 0),
        /// For what a listener writes: one percent more bytes in half the time.
        STEADY(12, 3, 0),
        /// For what a busy listener writes: six percent more bytes in a third of the time.
        QUICK(6, 1, 0),
        /// For years of the past, brought in at once.
        BULK(3, 1, 0),
        /// For worlds of a simulation, which write millions of objects and keep none: layouts are judged
        /// by their size as it is, and what is short stays so.
        LEAST(1, 1, 1_024);

        private final int level;
        private final int estimateLevel;
        private final int worthwhile;

        /// @param worthwhile bytes of a column; less is not compressed
        Effort(int level, int estimateLevel, int worthwhile) {
            this.level = level;
            this.estimateLevel = estimateLevel;
            this.worthwhile = worthwhile;
        }
    }

    private final Effort effort;
    private Optional<ZstdCompressCtx> context = Optional.empty();
    private final ByteBuilder scratch = new ByteBuilder(0);

    Zstandard(Effort effort) {
        this.effort = effort;
    }

    /// Whether so many bytes are worth being compressed.
    boolean isWorthwhile(int bytes) {
        return bytes >= effort.worthwhile;
    }

    /// Adds the compressed bytes to `out`.
    void compress(ByteBuilder raw, ByteBuilder out) {
        compress(raw, out, effort.level);
    }

    /// About the smaller of the sizes with and without compression.
    int estimate(ByteBuilder raw) {
        if (effort == Effort.LEAST) {
            return raw.size();
        }
        scratch.clear();
        compress(raw, scratch, effort.estimateLevel);
        return Math.min(raw.size(), scratch.size());
    }

    private void compress(ByteBuilder raw, ByteBuilder out, int level) {
        ZstdCompressCtx used = context.orElseGet(ZstdCompressCtx::new);
        context = Optional.of(used);
        used.setLevel(level);
        out.fill(
                Math.toIntExact(Zstd.compressBound(raw.size())),
                (memory, offset, most) ->
                        used.compressByteArray(memory, offset, most, raw.memory(), 0, raw.size()));
    }

    /// Undoes [#compress(ByteBuilder, ByteBuilder)].
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
        context.ifPresent(ZstdCompressCtx::close);
    }
}
