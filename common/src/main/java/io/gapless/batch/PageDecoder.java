package io.gapless.batch;

import io.gapless.trade.Trade;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.Encoding;

/// Reads the pages of one column. Trusts nothing that it reads.
final class PageDecoder {
    private final BatchColumn.Kind kind;
    private final int rows;
    private long[] dictionary = new long[0];

    /// @param rows how many values there must be, null or not
    PageDecoder(BatchColumn.Kind kind, int rows) {
        this.kind = kind;
        this.rows = rows;
    }

    void readDictionary(byte[] page, int size) {
        if (size < 0 || size > rows) {
            throw new CorruptBatchException(
                    "a dictionary of %d values for %d rows".formatted(size, rows));
        }
        dictionary = plain(buffer(page), size);
    }

    /// @return one value per row
    long[] readData(byte[] page, Encoding encoding) {
        ByteBuffer in = buffer(page);
        if (kind != BatchColumn.Kind.OPTIONAL_TIME) {
            return values(in, rows, encoding);
        }
        long[] present = prefixedRuns(in);
        int count = 0;
        for (long p : present) {
            count += (int) p;
        }
        long[] known = values(in, count, encoding);
        int next = 0;
        for (int row = 0; row < rows; row++) {
            present[row] = present[row] == 1 ? known[next++] : Trade.UNKNOWN;
        }
        return present;
    }

    private long[] values(ByteBuffer in, int count, Encoding encoding) {
        boolean flag = kind == BatchColumn.Kind.FLAG;
        if (encoding == Encoding.PLAIN) {
            return flag ? bits(in, count) : plain(in, count);
        }
        if (encoding == Encoding.RLE && flag) {
            long[] values = prefixedRuns(in);
            end(in);
            return values;
        }
        if (encoding == Encoding.RLE_DICTIONARY && !flag) {
            return fromDictionary(in, count);
        }
        if (encoding == Encoding.DELTA_BINARY_PACKED
                && (kind == BatchColumn.Kind.INTEGER
                        || kind == BatchColumn.Kind.TIME
                        || kind == BatchColumn.Kind.OPTIONAL_TIME)) {
            return DeltaPacking.decode(in, count);
        }
        throw new CorruptBatchException("the encoding " + encoding + " is not used here");
    }

    private long[] fromDictionary(ByteBuffer in, int count) {
        if (!in.hasRemaining()) {
            throw new CorruptBatchException("a page without the width of its positions");
        }
        int width = in.get();
        long[] values = RunLengths.decode(in, count, width);
        for (int row = 0; row < count; row++) {
            if (values[row] >= dictionary.length) {
                throw new CorruptBatchException(
                        "position %d in a dictionary of %d"
                                .formatted(values[row], dictionary.length));
            }
            values[row] = dictionary[(int) values[row]];
        }
        return values;
    }

    private long[] plain(ByteBuffer in, int count) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] =
                    switch (kind) {
                        case INTEGER, TIME, OPTIONAL_TIME -> in.getLong();
                        case DECIMAL -> decimal(in);
                        case SOURCE -> source(in);
                        case FLAG -> throw new CorruptBatchException("a dictionary of flags");
                    };
        }
        end(in);
        return values;
    }

    private static long decimal(ByteBuffer in) {
        byte sign = in.get();
        long units = Long.reverseBytes(in.getLong());
        if (sign != units >> 63) {
            throw new CorruptBatchException("a decimal beyond a 64-bit count of 1e-8");
        }
        return units;
    }

    private static long source(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new CorruptBatchException("a source of " + length + " bytes");
        }
        byte[] word = new byte[length];
        in.get(word);
        return SourceWords.position(word);
    }

    private static long[] bits(ByteBuffer in, int count) {
        long[] values = new long[count];
        int padded = (count + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
        BitPacking.unpack(in, values, 0, count, padded, 1);
        end(in);
        return values;
    }

    private long[] prefixedRuns(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new CorruptBatchException("runs of " + length + " bytes");
        }
        long[] values = RunLengths.decode(in.slice(in.position(), length), rows, 1);
        for (long bit : values) {
            if (bit > 1) {
                throw new CorruptBatchException(bit + " where only 0 and 1 can be");
            }
        }
        in.position(in.position() + length);
        return values;
    }

    private static void end(ByteBuffer in) {
        if (in.hasRemaining()) {
            throw new CorruptBatchException(in.remaining() + " bytes behind the last value");
        }
    }

    private static ByteBuffer buffer(byte[] page) {
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    }
}
