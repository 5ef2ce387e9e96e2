package io.gapless.batch;

import java.io.OutputStream;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/// Parquet's structures as bytes.
final class Thrift {
    private static final int MAX_LIST = 64;
    private static final int MAX_DEPTH = 16;

    private Thrift() {}

    static void write(TBase<?, ?> structure, OutputStream out) {
        try {
            structure.write(new TCompactProtocol(new TIOStreamTransport(out)));
        } catch (TException e) {
            throw new IllegalStateException("into memory", e);
        }
    }

    /// Fills a structure.
    ///
    /// @return where in the object it ends
    static int read(TBase<?, ?> structure, byte[] object, int from, int to) {
        return read(structure, object, from, Math.min(from + Footer.MAX_BYTES, to), MAX_LIST);
    }

    /// @param to where it ends at the latest; no string in it is longer than what lies between
    /// @param maxList of its lists, the most members
    static int read(TBase<?, ?> structure, byte[] object, int from, int to, int maxList) {
        int length = to - from;
        try {
            TConfiguration limits = new TConfiguration(length, length, MAX_DEPTH);
            BytesTransport bytes = new BytesTransport(limits, object, from, to);
            structure.read(new TCompactProtocol(bytes, length, maxList));
            return bytes.getBufferPosition();
        } catch (TException | RuntimeException e) {
            throw new CorruptBatchException(
                    "no %s at byte %d".formatted(structure.getClass().getSimpleName(), from), e);
        } catch (StackOverflowError e) {
            // Unknown fields are skipped by recursion, as deep as they say.
            throw new CorruptBatchException("structures nested too deep at byte " + from, e);
        }
    }
}
