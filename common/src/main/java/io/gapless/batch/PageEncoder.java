package io.gapless.batch;

import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.List;
import org.apache.parquet.format.Encoding;

/// Turns columns into pages, each in whichever of a few ways comes out smallest.
///
/// Which that is depends on the trades: a quiet pair repeats its quantities, a busy one its prices, a
/// batch of twenty rows nothing. One instance per object; its memory serves all columns.
final class PageEncoder {
    /// A dictionary of times is tried where they come this often or more, on the average.
    private static final int ROWS_PER_TIME = 4;

    private final Zstandard zstd;
    private final int rows;
    private final long[] values;
    private final long[] scratch;
    private final ByteBuilder levels = new ByteBuilder(0);
    private final ByteBuilder runs = new ByteBuilder(0);
    private BatchColumn.Kind kind = BatchColumn.Kind.INTEGER;
    private int count;
    private Pages best;
    private Pages trial;
    private int lowestCost;

    PageEncoder(int rows, Zstandard zstd) {
        this.rows = rows;
        this.zstd = zstd;
        values = new long[rows];
        scratch = new long[rows];
        best = new Pages(rows);
        trial = new Pages(rows);
    }

    /// The pages of a column, good until the next call.
    Pages encode(BatchColumn column, TradeColumns trades) {
        kind = column.kind();
        count = rows;
        lowestCost = Integer.MAX_VALUE;
        levels.clear();
        column.read(trades, values);
        switch (kind) {
            case INTEGER -> tryDeltas(1);
            case TIME -> tryTimes();
            case OPTIONAL_TIME -> {
                takeNullsOut();
                tryTimes();
            }
            case DECIMAL -> tryDecimals();
            case FLAG -> {
                tryBits();
                tryFlagRuns();
            }
            case SOURCE -> {
                tryPlain();
                tryDictionary(distinct(), 0);
            }
        }
        return best;
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

    private void tryTimes() {
        tryPlain();
        if (count > 0) {
            tryDeltas(1);
            tryDeltas(Byte.SIZE);
            Dictionary distinct = distinct();
            if (distinct.size() <= count / ROWS_PER_TIME) {
                tryDictionary(distinct, 0);
            }
        }
    }

    private void tryDecimals() {
        tryPlain();
        Dictionary ascending = distinct();
        Dictionary byLowestByte = ascending.byLowestByte();
        for (Dictionary order : List.of(ascending, byLowestByte, byLowestByte.commonFirst())) {
            tryDictionary(order, order.width());
            int wholeBytes = (order.width() + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
            if (wholeBytes > order.width()) {
                tryDictionary(order, wholeBytes);
            }
        }
    }

    private Dictionary distinct() {
        return Dictionary.of(values, count, scratch);
    }

    private void tryPlain() {
        start(Encoding.PLAIN);
        plain(values, count, trial.data());
        judge();
    }

    private void tryDeltas(int widthStep) {
        start(Encoding.DELTA_BINARY_PACKED);
        DeltaPacking.encode(values, count, widthStep, trial.data());
        judge();
    }

    private void tryBits() {
        start(Encoding.PLAIN);
        int padded = (count + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
        BitPacking.pack(values, 0, count, padded, 1, trial.data());
        judge();
    }

    private void tryFlagRuns() {
        start(Encoding.RLE);
        prefixedRuns(values, count, trial.data());
        judge();
    }

    /// @param width bits of a position; more than needed where bytes repeat and bits do not
    private void tryDictionary(Dictionary dictionary, int width) {
        trial.startWithDictionary(dictionary.size());
        plain(dictionary.values(), dictionary.size(), trial.dictionary());
        trial.data().write(levels);
        int bits = Math.max(width, dictionary.width());
        trial.data().write(bits);
        dictionary.positions(scratch);
        RunLengths.encode(scratch, count, bits, trial.data());
        judge();
    }

    private void start(Encoding encoding) {
        trial.start(encoding);
        trial.data().write(levels);
    }

    private void judge() {
        int cost = trial.cost(zstd);
        if (cost < lowestCost) {
            lowestCost = cost;
            Pages worse = best;
            best = trial;
            trial = worse;
        }
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

    /// Runs of ones and zeros behind their length in bytes: how levels and flags are written.
    private void prefixedRuns(long[] bits, int length, ByteBuilder out) {
        runs.clear();
        RunLengths.encode(bits, length, 1, runs);
        out.littleEndian(runs.size(), Integer.BYTES);
        out.write(runs);
    }
}
