package io.gapless.batch;

import io.gapless.trade.TradeColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/// Reads what [ObjectWriter] laid out, and nothing else: this is no reader for any Parquet file.
///
/// Memory is taken only in proportion to a number of rows that was found sensible before.
final class ObjectReader {
    /// The longest that a value can be in any encoding used here, and what a page has beside values.
    private static final int MAX_BYTES_PER_VALUE = 16;

    private static final int MAX_PAGE_OVERHEAD = 1_024;

    private final byte[] object;
    private final int pagesEnd;
    private final FileMetaData footer = new FileMetaData();
    private final Map<String, String> facts = new HashMap<>();

    /// @throws CorruptBatchException when the object is damaged or not one of ours
    ObjectReader(byte[] object) {
        this.object = object;
        pagesEnd = Footer.verify(object);
        Thrift.read(footer, object, pagesEnd, object.length - Footer.TAIL);
        List<KeyValue> keyValues = footer.getKey_value_metadata();
        if (keyValues != null) {
            keyValues.forEach(pair -> facts.put(pair.getKey(), pair.getValue()));
        }
        if (!BatchColumn.schema().equals(footer.getSchema())) {
            throw new CorruptBatchException("the columns are not those of this archive");
        }
    }

    Optional<String> fact(String key) {
        return Optional.ofNullable(facts.get(key));
    }

    /// Rows, 0 for a void.
    int rows() {
        long rows = footer.getNum_rows();
        if (rows < 0 || rows > Batch.MAX_TRADES) {
            throw new CorruptBatchException(
                    "%d rows; an object has at most %d".formatted(rows, Batch.MAX_TRADES));
        }
        return (int) rows;
    }

    TradeColumns trades() {
        int rows = rows();
        List<RowGroup> groups = present(footer.getRow_groups());
        int columns = BatchColumn.values().length;
        List<ColumnChunk> chunks =
                groups.size() == 1 ? present(groups.getFirst().getColumns()) : List.of();
        if (chunks.size() != columns) {
            throw new CorruptBatchException("not one row group of " + columns + " columns");
        }
        long[][] values = new long[columns][];
        for (BatchColumn column : BatchColumn.values()) {
            try {
                ColumnMetaData chunk = present(chunks.get(column.index()).getMeta_data());
                values[column.index()] = read(column, chunk, rows);
            } catch (CorruptBatchException e) {
                throw new CorruptBatchException(column.columnName() + ": " + e.getMessage(), e);
            }
        }
        return BatchColumn.trades(values, rows);
    }

    private long[] read(BatchColumn column, ColumnMetaData chunk, int rows) {
        if (!List.of(column.columnName()).equals(chunk.getPath_in_schema())
                || chunk.getNum_values() != rows) {
            throw new CorruptBatchException("another column in its place");
        }
        CompressionCodec codec = present(chunk.getCodec());
        PageDecoder decoder = new PageDecoder(column.kind(), rows);
        if (chunk.isSetDictionary_page_offset()) {
            PageHeader header = new PageHeader();
            byte[] page = page(chunk.getDictionary_page_offset(), codec, rows, header);
            DictionaryPageHeader dictionary = present(header.getDictionary_page_header());
            if (header.getType() != PageType.DICTIONARY_PAGE
                    || dictionary.getEncoding() != Encoding.PLAIN) {
                throw new CorruptBatchException("no dictionary where one is said to be");
            }
            decoder.readDictionary(page, dictionary.getNum_values());
        }
        PageHeader header = new PageHeader();
        byte[] page = page(chunk.getData_page_offset(), codec, rows, header);
        DataPageHeader data = present(header.getData_page_header());
        if (header.getType() != PageType.DATA_PAGE || data.getNum_values() != rows) {
            throw new CorruptBatchException("not one page of %d values".formatted(rows));
        }
        return decoder.readData(page, present(data.getEncoding()));
    }

    private byte[] page(long offset, CompressionCodec codec, int rows, PageHeader header) {
        if (offset < Footer.MAGIC.length || offset >= pagesEnd) {
            throw new CorruptBatchException("a page at byte " + offset);
        }
        int start = Thrift.read(header, object, (int) offset, pagesEnd);
        int stored = header.getCompressed_page_size();
        int size = header.getUncompressed_page_size();
        if (stored < 0
                || stored > pagesEnd - start
                || size < 0
                || size > rows * MAX_BYTES_PER_VALUE + MAX_PAGE_OVERHEAD) {
            throw new CorruptBatchException(
                    "a page of %d bytes, %d compressed, for %d rows".formatted(size, stored, rows));
        }
        if (codec == CompressionCodec.ZSTD) {
            return Zstandard.decompress(object, start, stored, size);
        }
        if (codec == CompressionCodec.UNCOMPRESSED && stored == size) {
            return Arrays.copyOfRange(object, start, start + size);
        }
        throw new CorruptBatchException("compression " + codec + " is not used here");
    }

    private static <T> T present(@Nullable T structure) {
        if (structure == null) {
            throw new CorruptBatchException("a part of the footer or of a page header is missing");
        }
        return structure;
    }
}
