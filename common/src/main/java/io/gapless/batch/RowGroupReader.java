package io.gapless.batch;

import io.gapless.trade.TradeColumns;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/// Reads one row group that [ObjectWriter] laid out. Trusts nothing that it reads.
///
/// Memory is taken only in proportion to a number of rows that was found sensible before.
final class RowGroupReader {
    /// The longest that a value can be in any encoding used here, and what a page has beside values.
    private static final int MAX_BYTES_PER_VALUE = 16;

    private static final int MAX_PAGE_OVERHEAD = 1_024;

    private final byte[] bytes;
    private final long base;
    private final int from;
    private final int to;
    private final int rows;

    /// @param bytes a part of an object
    /// @param base where in the object that part begins
    /// @param from where in `bytes` pages may begin
    /// @param to where in `bytes` pages have ended
    RowGroupReader(byte[] bytes, long base, int from, int to, int rows) {
        this.bytes = bytes;
        this.base = base;
        this.from = from;
        this.to = to;
        this.rows = rows;
    }

    TradeColumns read(RowGroup group) {
        int columns = BatchColumn.values().length;
        List<ColumnChunk> chunks = present(group.getColumns());
        if (chunks.size() != columns) {
            throw new CorruptBatchException("not a row group of " + columns + " columns");
        }
        long[][] values = new long[columns][];
        for (BatchColumn column : BatchColumn.values()) {
            try {
                ColumnMetaData chunk = present(chunks.get(column.index()).getMeta_data());
                values[column.index()] = read(column, chunk);
            } catch (CorruptBatchException e) {
                throw new CorruptBatchException(column.columnName() + ": " + e.getMessage(), e);
            }
        }
        return BatchColumn.trades(values, rows);
    }

    private long[] read(BatchColumn column, ColumnMetaData chunk) {
        if (!List.of(column.columnName()).equals(chunk.getPath_in_schema())
                || chunk.getNum_values() != rows) {
            throw new CorruptBatchException("another column in its place");
        }
        CompressionCodec codec = present(chunk.getCodec());
        PageDecoder decoder = new PageDecoder(column.kind(), rows);
        if (chunk.isSetDictionary_page_offset()) {
            PageHeader header = new PageHeader();
            byte[] page = page(chunk.getDictionary_page_offset(), codec, header);
            DictionaryPageHeader dictionary = present(header.getDictionary_page_header());
            if (header.getType() != PageType.DICTIONARY_PAGE
                    || dictionary.getEncoding() != Encoding.PLAIN) {
                throw new CorruptBatchException("no dictionary where one is said to be");
            }
            decoder.readDictionary(page, dictionary.getNum_values());
        }
        PageHeader header = new PageHeader();
        byte[] page = page(chunk.getData_page_offset(), codec, header);
        DataPageHeader data = present(header.getData_page_header());
        if (header.getType() != PageType.DATA_PAGE || data.getNum_values() != rows) {
            throw new CorruptBatchException("not one page of %d values".formatted(rows));
        }
        return decoder.readData(page, present(data.getEncoding()));
    }

    private byte[] page(long offset, CompressionCodec codec, PageHeader header) {
        if (offset < base + from || offset >= base + to) {
            throw new CorruptBatchException("a page at byte " + offset);
        }
        int start = Thrift.read(header, bytes, (int) (offset - base), to);
        int stored = header.getCompressed_page_size();
        int size = header.getUncompressed_page_size();
        if (stored < 0
                || stored > to - start
                || size < 0
                || size > rows * MAX_BYTES_PER_VALUE + MAX_PAGE_OVERHEAD) {
            throw new CorruptBatchException(
                    "a page of %d bytes, %d compressed, for %d rows".formatted(size, stored, rows));
        }
        if (codec == CompressionCodec.ZSTD) {
            return Zstandard.decompress(bytes, start, stored, size);
        }
        if (codec == CompressionCodec.UNCOMPRESSED && stored == size) {
            return Arrays.copyOfRange(bytes, start, start + size);
        }
        throw new CorruptBatchException("compression " + codec + " is not used here");
    }

    static <T> T present(@Nullable T structure) {
        if (structure == null) {
            throw new CorruptBatchException("a part of the footer or of a page header is missing");
        }
        return structure;
    }
}
