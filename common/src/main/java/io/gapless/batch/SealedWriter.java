package io.gapless.batch;

import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a sealed object: consecutive trades of one symbol and UTC date, any number of them, in row
/// groups of the same schema and encodings as a batch.
///
/// Holds no more than one row group in memory. The same trades give the same bytes, however they are
/// handed over, with the same version of the zstd library. Used by one thread.
public final class SealedWriter {
    /// Rows of each group but the last. Engines read groups at once and pass over those that a filter
    /// excludes; one takes about 25 MB while it is written or read.
    public static final int ROWS_PER_GROUP = 200_000;

    private final SealedKey key;
    private final OutputStream out;
    private final int rowsPerGroup;
    private final ObjectWriter object = new ObjectWriter();
    private final TradeColumns group;
    private final Set<Source> sources = EnumSet.noneOf(Source.class);
    private long next;

    public SealedWriter(SealedKey key, OutputStream out) {
        this(key, out, ROWS_PER_GROUP);
    }

    SealedWriter(SealedKey key, OutputStream out, int rowsPerGroup) {
        this.key = key;
        this.out = out;
        this.rowsPerGroup = rowsPerGroup;
        group = new TradeColumns((int) Math.min(rowsPerGroup, key.range().size()));
        next = key.range().first();
    }

    /// Adds the next trades.
    ///
    /// @throws IllegalArgumentException when they are not the next ones of the key
    public void add(TradeColumns trades) throws IOException {
        for (int row = 0; row < trades.size(); row++) {
            if (trades.id(row) != next || next > key.range().last()) {
                throw new IllegalArgumentException(
                        "%s: trade %d comes where %d should".formatted(key, trades.id(row), next));
            }
            next++;
            sources.add(trades.source(row));
        }
        for (int from = 0; from < trades.size(); ) {
            int to = Math.min(trades.size(), from + rowsPerGroup - group.size());
            group.addAll(trades, from, to);
            if (group.size() == rowsPerGroup) {
                writeGroup();
            }
            from = to;
        }
    }

    /// Writes what is left and the footer. The stream stays open.
    ///
    /// @throws IllegalArgumentException when trades of the key have not come
    public void finish() throws IOException {
        if (next != key.range().last() + 1) {
            throw new IllegalArgumentException(
                    "%s: trades from %d on have not come".formatted(key, next));
        }
        if (!group.isEmpty()) {
            writeGroup();
        }
        Map<String, String> facts = facts(key);
        facts.put(
                Footer.SOURCE_KEY,
                sources.stream().map(Source::word).collect(Collectors.joining(",")));
        facts.put(Footer.SEALED_KEY, ids(key.range()));
        out.write(object.finish(facts));
    }

    private void writeGroup() throws IOException {
        object.write(group);
        object.drainTo(out);
        group.clear();
    }

    /// An object without rows: once it is there, nobody can put rows under its key any more.
    public static byte[] encodeVoid(SealedKey key) {
        Map<String, String> facts = facts(key);
        facts.put(Footer.VOID_KEY, ids(key.range()));
        return new ObjectWriter().finish(facts);
    }

    private static Map<String, String> facts(SealedKey key) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Footer.FORMAT_KEY, BatchCodec.FORMAT);
        facts.put(Footer.SYMBOL_KEY, key.symbol().toString());
        return facts;
    }

    private static String ids(TradeIdRange range) {
        return range.first() + "-" + range.last();
    }
}
