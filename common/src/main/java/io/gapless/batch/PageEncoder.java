package io.gapless.batch;

import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Encoding;

/// Turns columns into pages, each in whichever of a few layouts comes out smallest.
///
/// Which that is depends on the trades: a quiet pair repeats its quantities, a busy one its prices, a
/// batch of twenty rows nothing. One instance per object; its memory serves all columns.
final class PageEncoder {
    /// Rows on which layouts are compared. A larger batch is judged by as many from its middle: the
    /// choice hardly ever differs, and trying on all rows takes longer than everything else together.
    static final int SAMPLE = 4_096;

    /// A dictionary of times is tried where they come this often or more, on the average.
    private static final int ROWS_PER_TIME = 4;

    /// What a dictionary page costs beside its bytes: its header, and its offset in the footer.
    private static final int DICTIONARY_COST = 17;

    private static final Layout PLAIN = new Layout.Plain();
    private static final Layout DELTAS = new Layout.Deltas(1);
    private static final Layout DELTAS_OF_WHOLE_BYTES = new Layout.Deltas(Byte.SIZE);

    private final Zstandard zstd;
    private final int rows;
    private final long[] values;
    private final long[] scratch;
    private final ByteBuilder levels = new ByteBuilder(0);
    private final ByteBuilder runs = new ByteBuilder(0);
    private final ByteBuilder trial = new ByteBuilder(0);
    private final Pages pages;
    private BatchColumn.Kind kind = BatchColumn.Kind.INTEGER;
    private int count;

    PageEncoder(int rows, Zstandard zstd) {
        this.rows = rows;
        this.zstd = zstd;
        values = new long[rows];
        scratch = new long[rows];
        pages = new Pages(rows);
    }

    /// The pages of a column, good until the next call.
    Pages encode(BatchColumn column, TradeColumns trades) {
        kind = column.kind();
        count = rows;
        levels.clear();
        column.read(trades, values);
        if (kind == BatchColumn.Kind.OPTIONAL_TIME) {
            takeNullsOut();
        }
        Layout layout = smallest(layouts());
        pages.start(encoding(layout));
        pages.data().write(levels);
        lay(layout, 0, count, pages.data());
        if (layout instanceof Layout.Positions(var dictionary, _, _)) {
            pages.setDictionarySize(dictionary.size());
            plain(dictionary.values(), 0, dictionary.size(), pages.dictionary());
        }
        return pages;
    }

    /// The lowest value of the column that was encoded last.
    long lowest() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            lowest = Math.min(lowest, values[i]);
        }
        return lowest;
    }

    /// The highest value of the column that was encoded last.
    long highest() {
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    private void takeNullsOut() {
        count = 0;
        for (int row = 0; row < rows; row++) {
            boolean known = values[row] != Trade.UNKNOWN;
            scratch[row] = known ? 1 : 0;
            if (known) {
                values[count++] = values[row];
            }
        }
        prefixedRuns(scratch, rows, levels);
    }

    private List<Layout> layouts() {
        return switch (kind) {
            case INTEGER -> List.of(DELTAS);
            case TIME, OPTIONAL_TIME -> times();
            case DECIMAL -> decimals();
            case FLAG -> List.of(new Layout.Bits(), new Layout.FlagRuns());
            case SOURCE -> {
                Dictionary distinct = distinct();
                yield List.of(PLAIN, positions(distinct, distinct.width()));
            }
        };
    }

    private List<Layout> times() {
        if (count == 0) {
            return List.of(PLAIN);
        }
        List<Layout> layouts = new ArrayList<>(List.of(PLAIN, DELTAS, DELTAS_OF_WHOLE_BYTES));
        int sampled = sampled();
        System.arraycopy(values, firstSampled(), scratch, 0, sampled);
        if (Dictionary.of(scratch, sampled, new long[sampled]).size() <= sampled / ROWS_PER_TIME) {
            Dictionary distinct = distinct();
            layouts.add(positions(distinct, distinct.width()));
        }
        return layouts;
    }

    private List<Layout> decimals() {
        List<Layout> layouts = new ArrayList<>(List.of(PLAIN));
        Dictionary ascending = distinct();
        Dictionary byLowestByte = ascending.byLowestByte();
        for (Dictionary order : List.of(ascending, byLowestByte, byLowestByte.commonFirst())) {
            Layout.Positions bits = positions(order, order.width());
            layouts.add(bits);
            int wholeBytes = (order.width() + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
            if (wholeBytes > order.width()) {
                layouts.add(new Layout.Positions(order, wholeBytes, bits.dictionaryCost()));
            }
        }
        return layouts;
    }

    private Dictionary distinct() {
        return Dictionary.of(values, count, scratch);
    }

    private Layout.Positions positions(Dictionary dictionary, int width) {
        trial.clear();
        plain(dictionary.values(), 0, dictionary.size(), trial);
        return new Layout.Positions(dictionary, width, zstd.estimate(trial) + DICTIONARY_COST);
    }

    private Layout smallest(List<Layout> layouts) {
        Layout best = layouts.getFirst();
        if (layouts.size() > 1) {
            long lowest = Long.MAX_VALUE;
            for (Layout layout : layouts) {
                long cost = cost(layout);
                if (cost < lowest) {
                    lowest = cost;
                    best = layout;
                }
            }
        }
        return best;
    }

    /// About how many bytes of the object a layout of this column will take.
    private long cost(Layout layout) {
        trial.clear();
        trial.write(levels);
        lay(layout, firstSampled(), sampled(), trial);
        long data = (long) zstd.estimate(trial) * count / Math.max(1, sampled());
        return layout instanceof Layout.Positions positions
                ? data + positions.dictionaryCost()
                : data;
    }

    private int sampled() {
        return Math.min(count, SAMPLE);
    }

    private int firstSampled() {
        return (count - sampled()) / 2;
    }

    private static Encoding encoding(Layout layout) {
        return switch (layout) {
            case Layout.Plain _, Layout.Bits _ -> Encoding.PLAIN;
            case Layout.Deltas _ -> Encoding.DELTA_BINARY_PACKED;
            case Layout.FlagRuns _ -> Encoding.RLE;
            case Layout.Positions _ -> Encoding.RLE_DICTIONARY;
        };
    }

    /// Lays `length` values out, from the one at `from` on.
    private void lay(Layout layout, int from, int length, ByteBuilder out) {
        switch (layout) {
            case Layout.Plain() -> plain(values, from, length, out);
            case Layout.Deltas(var widthStep) ->
                    DeltaPacking.encode(values, from, length, widthStep, out);
            case Layout.Bits() -> {
                int padded = (length + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
                BitPacking.pack(values, from, from + length, padded, 1, out);
            }
            case Layout.FlagRuns() -> {
                System.arraycopy(values, from, scratch, 0, length);
                prefixedRuns(scratch, length, out);
            }
            case Layout.Positions(var dictionary, var width, _) -> {
                out.write(width);
                dictionary.positions(from, length, scratch);
                RunLengths.encode(scratch, length, width, out);
            }
        }
    }

    private void plain(long[] list, int from, int length, ByteBuilder out) {
        for (int i = from; i < from + length; i++) {
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

    /// Runs of ones and zeros behind their length in bytes: how levels and flags are written.
    private void prefixedRuns(long[] bits, int length, ByteBuilder out) {
        runs.clear();
        RunLengths.encode(bits, length, 1, runs);
        out.littleEndian(runs.size(), Integer.BYTES);
        out.write(runs);
    }
}
