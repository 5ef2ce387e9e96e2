package io.gapless.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Encoding;

/// Turns the values of one column into pages, in each way that is worth a try.
final class PageEncoder {
    /// A dictionary is tried where values come this often or more, on the average.
    private static final int ROWS_PER_DICTIONARY_TIME = 4;

    private final BatchColumn.Kind kind;
    private final long[] values;
    private final int count;
    private final byte[] levels;

    private PageEncoder(BatchColumn.Kind kind, long[] values, int count, byte[] levels) {
        this.kind = kind;
        this.values = values;
        this.count = count;
        this.levels = levels;
    }

    /// @param values of the column's rows; changed by this
    /// @param rows how many
    static List<Pages> candidates(BatchColumn.Kind kind, long[] values, int rows) {
        PageEncoder encoder =
                kind == BatchColumn.Kind.OPTIONAL_TIME
                        ? withoutNulls(kind, values, rows)
                        : new PageEncoder(kind, values, rows, new byte[0]);
        return switch (kind) {
            case INTEGER -> List.of(encoder.deltas(1));
            case TIME, OPTIONAL_TIME -> encoder.times();
            case DECIMAL -> encoder.decimals();
            case FLAG -> List.of(encoder.bits(), encoder.flagRuns());
            case SOURCE -> List.of(encoder.plain(), encoder.dictionary(encoder.distinct(), 0));
        };
    }

    private static PageEncoder withoutNulls(BatchColumn.Kind kind, long[] values, int rows) {
        long[] present = new long[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            boolean known = values[row] != io.gapless.trade.Trade.UNKNOWN;
            present[row] = known ? 1 : 0;
            if (known) {
                values[count++] = values[row];
            }
        }
        return new PageEncoder(kind, values, count, prefixedRuns(present, rows).toBytes());
    }

    private List<Pages> times() {
        List<Pages> pages = new ArrayList<>(List.of(plain()));
        if (count > 0) {
            pages.add(deltas(1));
            pages.add(deltas(Byte.SIZE));
            Dictionary distinct = distinct();
            if (distinct.size() <= count / ROWS_PER_DICTIONARY_TIME) {
                pages.add(dictionary(distinct, 0));
            }
        }
        return pages;
    }

    private List<Pages> decimals() {
        Dictionary ascending = distinct();
        Dictionary byLowestByte = ascending.byLowestByte();
        List<Pages> pages = new ArrayList<>(List.of(plain()));
        for (Dictionary dictionary : List.of(ascending, byLowestByte, byLowestByte.commonFirst())) {
            int width = dictionary.width();
            int wholeBytes = (width + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
            pages.add(dictionary(dictionary, width));
            pages.add(dictionary(dictionary, wholeBytes));
        }
        return pages;
    }

    private Dictionary distinct() {
        return Dictionary.of(values, count);
    }

    private Pages plain() {
        ByteBuilder data = startWithLevels(count * BatchColumn.DECIMAL_BYTES);
        plain(values, count, data);
        return Pages.plain(data, Encoding.PLAIN);
    }

    private Pages deltas(int widthStep) {
        ByteBuilder data = startWithLevels(2 * count);
        DeltaPacking.encode(values, count, widthStep, data);
        return Pages.plain(data, Encoding.DELTA_BINARY_PACKED);
    }

    private Pages bits() {
        ByteBuilder data = startWithLevels(count / Byte.SIZE + 1);
        int padded = (count + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
        BitPacking.pack(values, 0, count, padded, 1, data);
        return Pages.plain(data, Encoding.PLAIN);
    }

    private Pages flagRuns() {
        return Pages.plain(prefixedRuns(values, count), Encoding.RLE);
    }

    /// @param width bits of a position; at least what the dictionary needs, or that where it is less
    private Pages dictionary(Dictionary dictionary, int width) {
        ByteBuilder list = new ByteBuilder(dictionary.size() * BatchColumn.DECIMAL_BYTES);
        plain(dictionary.values(), dictionary.size(), list);
        ByteBuilder data = startWithLevels(2 * count);
        int bits = Math.max(width, dictionary.width());
        data.write(bits);
        RunLengths.encode(dictionary.positions(), count, bits, data);
        return Pages.withDictionary(list, dictionary.size(), data);
    }

    private void plain(long[] list, int length, ByteBuilder out) {
        for (int i = 0; i < length; i++) {
            switch (kind) {
                case INTEGER, TIME, OPTIONAL_TIME -> out.littleEndian(list[i], Long.BYTES);
                case DECIMAL -> {
                    out.write((int) (list[i] >> 63));
                    out.bigEndian(list[i]);
                }
                case SOURCE -> {
                    byte[] word = SourceWords.word(list[i]);
                    out.littleEndian(word.length, Integer.BYTES);
                    out.write(word);
                }
                case FLAG -> throw new IllegalStateException("flags are packed as bits");
            }
        }
    }

    private ByteBuilder startWithLevels(int expected) {
        ByteBuilder data = new ByteBuilder(levels.length + expected);
        data.write(levels);
        return data;
    }

    /// Runs of ones and zeros behind their length in bytes: how levels and flags are written.
    private static ByteBuilder prefixedRuns(long[] bits, int count) {
        ByteBuilder runs = new ByteBuilder(count / Byte.SIZE);
        RunLengths.encode(bits, count, 1, runs);
        ByteBuilder prefixed = new ByteBuilder(Integer.BYTES + runs.size());
        prefixed.littleEndian(runs.size(), Integer.BYTES);
        prefixed.write(runs.toBytes());
        return prefixed;
    }
}
