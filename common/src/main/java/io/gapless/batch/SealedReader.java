package io.gapless.batch;

import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/// Reads what [SealedWriter] wrote, one row group after the other, and nothing else.
///
/// The object is held against its key: its rows are exactly the ids of the key, of its symbol and
/// date. No more than one row group is held in memory, and never more than [#MAX_GROUP_BYTES] and
/// [#MAX_GROUP_ROWS] ask for. Used by one thread.
public final class SealedReader implements TradeStream {
    /// Most rows of a group; writers make [SealedWriter#ROWS_PER_GROUP].
    static final int MAX_GROUP_ROWS = 500_000;

    /// Most bytes of a group; a row takes about six to fifteen.
    static final int MAX_GROUP_BYTES = 64 << 20;

    /// Most groups: 200 million trades of a symbol in a day.
    static final int MAX_GROUPS = 1_000;

    private static final int MAX_FOOTER_BYTES = 2 << 20;

    private final SealedKey key;
    private final ByteSource object;
    private final byte[] end;
    private final List<RowGroup> groups;
    private final boolean isVoid;
    private final CRC32C checksum = new CRC32C();
    private int group;
    private long position = Footer.MAGIC.length;
    private long nextId;
    private boolean ended;

    /// @throws CorruptBatchException when it is not the object of that key
    public SealedReader(SealedKey key, ByteSource object) {
        this.key = key;
        this.object = object;
        nextId = key.range().first();
        end = end(object);
        FileMetaData footer = new FileMetaData();
        Thrift.read(footer, end, 0, end.length - Footer.TAIL, MAX_GROUPS);
        isVoid = judge(footer);
        groups = RowGroupReader.present(footer.getRow_groups());
        byte[] magic = object.read(0, Footer.MAGIC.length);
        if (!Footer.isMagic(magic, 0)) {
            throw corrupt("it does not begin as a Parquet file does");
        }
        checksum.update(magic);
    }

    /// Whether it has no rows, on purpose: it holds its key so that nobody else can use it.
    public boolean isVoid() {
        return isVoid;
    }

    @Override
    public Optional<TradeColumns> next() {
        if (group == groups.size()) {
            if (!ended) {
                finish();
                ended = true;
            }
            return Optional.empty();
        }
        try {
            TradeColumns rows = read(groups.get(group++));
            check(rows);
            return Optional.of(rows);
        } catch (BufferUnderflowException e) {
            throw new CorruptBatchException("object " + key + ": a page ends too early", e);
        }
    }

    private byte[] end(ByteSource source) {
        if (source.size() < Footer.MAGIC.length + Footer.TAIL) {
            throw corrupt("%d bytes are no Parquet file".formatted(source.size()));
        }
        int footer = Footer.length(source.read(source.size() - Footer.TAIL, Footer.TAIL));
        if (footer > MAX_FOOTER_BYTES
                || footer > source.size() - Footer.TAIL - Footer.MAGIC.length) {
            throw corrupt("a footer of %d bytes".formatted(footer));
        }
        return source.read(source.size() - Footer.TAIL - footer, footer + Footer.TAIL);
    }

    private boolean judge(FileMetaData footer) {
        Map<String, String> facts = ObjectReader.facts(footer);
        String ids = key.range().first() + "-" + key.range().last();
        boolean empty = footer.getNum_rows() == 0;
        String told = facts.get(empty ? Footer.VOID_KEY : Footer.SEALED_KEY);
        if (!BatchCodec.FORMAT.equals(facts.get(Footer.FORMAT_KEY))
                || !key.symbol().toString().equals(facts.get(Footer.SYMBOL_KEY))
                || !ids.equals(told)) {
            throw corrupt(
                    "it says to be format %s, %s %s"
                            .formatted(
                                    facts.get(Footer.FORMAT_KEY),
                                    facts.get(Footer.SYMBOL_KEY),
                                    told));
        }
        if (!empty && footer.getNum_rows() != key.range().size()) {
            throw corrupt("it has %d rows".formatted(footer.getNum_rows()));
        }
        return empty;
    }

    private TradeColumns read(RowGroup next) {
        long rows = next.getNum_rows();
        long length = length(next);
        if (rows <= 0
                || rows > MAX_GROUP_ROWS
                || length <= 0
                || length > MAX_GROUP_BYTES
                || position + length > object.size() - end.length) {
            throw corrupt("a row group of %d rows in %d bytes".formatted(rows, length));
        }
        byte[] bytes = object.read(position, (int) length);
        checksum.update(bytes);
        TradeColumns read =
                new RowGroupReader(bytes, position, 0, bytes.length, (int) rows).read(next);
        position += length;
        return read;
    }

    /// Row groups follow each other without a gap, and so do the columns in one.
    private long length(RowGroup next) {
        long length = 0;
        for (ColumnChunk chunk : RowGroupReader.present(next.getColumns())) {
            ColumnMetaData facts = RowGroupReader.present(chunk.getMeta_data());
            long bytes = facts.getTotal_compressed_size();
            if (bytes < 0 || bytes > MAX_GROUP_BYTES) {
                throw corrupt("a column of %d bytes".formatted(bytes));
            }
            length += bytes;
        }
        return length;
    }

    private void check(TradeColumns rows) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.id(row) != nextId || nextId > key.range().last()) {
                throw corrupt("trade %d where %d should be".formatted(rows.id(row), nextId));
            }
            if (Trade.epochDay(rows.time(row)) != key.date().toEpochDay()) {
                throw corrupt("trade %d is of %s".formatted(nextId, Trade.dateOf(rows.time(row))));
            }
            nextId++;
        }
    }

    private void finish() {
        if (position != object.size() - end.length) {
            throw corrupt("%d bytes stand at the end of %d".formatted(position, object.size()));
        }
        if (!isVoid && nextId != key.range().last() + 1) {
            throw corrupt("it ends before trade " + nextId);
        }
        Footer.verify(end, checksum);
    }

    private CorruptBatchException corrupt(String why) {
        return new CorruptBatchException("object " + key + ": " + why);
    }
}
