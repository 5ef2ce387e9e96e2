package io.gapless.batch;

import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TypeDefinedOrder;

/// Lays one object out: for each row group a page or two per column, then the footer. A batch is one
/// row group.
///
/// There is no page index and there are few statistics: with one page per column they would repeat
/// the footer, and for a batch of twenty trades the footer is most of the object.
final class ObjectWriter {
    /// Trades in a live batch from which on its time counts. Smaller ones take little of it together, and
    /// bytes are most of what they cost.
    private static final int LEAST_TO_HURRY = 1_000;

    /// Of the format's pages, the older kind: all readers know it. Delta encodings may be in either.
    private static final int FORMAT_VERSION = 1;

    private static final String CREATED_BY = "gapless version " + BatchCodec.FORMAT;

    private final ByteBuilder out = new ByteBuilder(2_048);
    private final ByteBuilder dictionaryZstd = new ByteBuilder(0);
    private final ByteBuilder dataZstd = new ByteBuilder(0);
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final CRC32C checksum = new CRC32C();
    private long drained;
    private long rows;

    ObjectWriter() {
        out.write(Footer.MAGIC);
    }

    /// Adds a row group.
    void write(TradeColumns trades) {
        rows += trades.size();
        List<ColumnChunk> chunks = new ArrayList<>();
        long rawBytes = 0;
        try (Zstandard zstd = new Zstandard(effort(trades))) {
            PageEncoder encoder = new PageEncoder(trades.size(), zstd);
            for (BatchColumn column : BatchColumn.values()) {
                ColumnMetaData facts = new ColumnMetaData().setNum_values(trades.size());
                write(column, encoder.encode(column, trades), facts, zstd);
                if (column.hasStatistics()) {
                    facts.setStatistics(
                            new Statistics()
                                    .setMin_value(littleEndian(encoder.lowest()))
                                    .setMax_value(littleEndian(encoder.highest())));
                }
                rawBytes += facts.getTotal_uncompressed_size();
                chunks.add(new ColumnChunk(0).setMeta_data(facts));
            }
        }
        rowGroups.add(new RowGroup(chunks, rawBytes, trades.size()));
    }

    /// Hands over what is laid out so far, and keeps nothing of it: so an object can be larger than the
    /// memory.
    void drainTo(OutputStream target) throws IOException {
        target.write(out.memory(), 0, out.size());
        checksum.update(out.memory(), 0, out.size());
        drained += out.size();
        out.clear();
    }

    /// The object, or what is still to come of one that was drained.
    byte[] finish(Map<String, String> facts) {
        List<KeyValue> keyValues = new ArrayList<>();
        facts.forEach((key, value) -> keyValues.add(new KeyValue(key).setValue(value)));
        keyValues.add(new KeyValue(Footer.CHECKSUM_KEY).setValue(Footer.NO_CHECKSUM));
        FileMetaData footer =
                new FileMetaData(FORMAT_VERSION, BatchColumn.schema(), rows, rowGroups)
                        .setKey_value_metadata(keyValues)
                        .setCreated_by(CREATED_BY);
        for (BatchColumn _ : BatchColumn.values()) {
            footer.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        int start = out.size();
        Thrift.write(footer, out);
        out.littleEndian(out.size() - start, Integer.BYTES);
        out.write(Footer.MAGIC);
        byte[] rest = out.toBytes();
        Footer.seal(rest, checksum);
        return rest;
    }

    /// What a listener writes costs its processor, which is small: the more trades, the more that counts
    /// against a few bytes. A day of a dump is hundreds of objects at once. What is left is worth the time.
    private static Zstandard.Effort effort(TradeColumns trades) {
        if (BatchCodec.takesTheLeastEffort()) {
            return Zstandard.Effort.LEAST;
        }
        boolean isLarge = trades.size() > PageEncoder.SAMPLE;
        return switch (trades.source(0)) {
            case LIVE -> {
                if (trades.size() < LEAST_TO_HURRY) {
                    yield Zstandard.Effort.THOROUGH;
                }
                yield isLarge ? Zstandard.Effort.QUICK : Zstandard.Effort.STEADY;
            }
            case DUMP -> isLarge ? Zstandard.Effort.BULK : Zstandard.Effort.THOROUGH;
            case REST -> Zstandard.Effort.THOROUGH;
        };
    }

    private void write(BatchColumn column, Pages pages, ColumnMetaData facts, Zstandard zstd) {
        ByteBuilder dictionary = pages.dictionary();
        ByteBuilder data = pages.data();
        dictionaryZstd.clear();
        dataZstd.clear();
        boolean isSmaller = false;
        if (zstd.isWorthwhile(dictionary.size() + data.size())) {
            if (pages.hasDictionary()) {
                zstd.compress(dictionary, dictionaryZstd);
            }
            zstd.compress(data, dataZstd);
            isSmaller = dictionaryZstd.size() + dataZstd.size() < dictionary.size() + data.size();
        }
        if (isSmaller) {
            dictionary = dictionaryZstd;
            data = dataZstd;
        }
        int start = out.size();
        int headers = 0;
        if (pages.hasDictionary()) {
            facts.setDictionary_page_offset(drained + start);
            headers += write(dictionaryHeader(pages, dictionary.size()));
            out.write(dictionary);
        }
        facts.setData_page_offset(drained + out.size());
        headers += write(dataHeader(pages, data.size(), facts.getNum_values()));
        out.write(data);
        facts.setType(column.physicalType())
                .setEncodings(encodings(column, pages))
                .setPath_in_schema(List.of(column.columnName()))
                .setCodec(isSmaller ? CompressionCodec.ZSTD : CompressionCodec.UNCOMPRESSED)
                .setTotal_uncompressed_size(
                        headers + (long) pages.dictionary().size() + pages.data().size())
                .setTotal_compressed_size((long) out.size() - start);
    }

    private int write(PageHeader header) {
        int start = out.size();
        Thrift.write(header, out);
        return out.size() - start;
    }

    private static PageHeader dictionaryHeader(Pages pages, int stored) {
        return new PageHeader(PageType.DICTIONARY_PAGE, pages.dictionary().size(), stored)
                .setDictionary_page_header(
                        new DictionaryPageHeader(pages.dictionarySize(), Encoding.PLAIN));
    }

    private static PageHeader dataHeader(Pages pages, int stored, long rows) {
        return new PageHeader(PageType.DATA_PAGE, pages.data().size(), stored)
                .setData_page_header(
                        new DataPageHeader(
                                Math.toIntExact(rows),
                                pages.encoding(),
                                Encoding.RLE,
                                Encoding.RLE));
    }

    private static List<Encoding> encodings(BatchColumn column, Pages pages) {
        List<Encoding> encodings = new ArrayList<>();
        if (pages.hasDictionary()) {
            encodings.add(Encoding.PLAIN);
        }
        encodings.add(pages.encoding());
        if (column.kind() == BatchColumn.Kind.OPTIONAL_TIME) {
            encodings.add(Encoding.RLE);
        }
        return encodings;
    }

    private static byte[] littleEndian(long value) {
        ByteBuilder bytes = new ByteBuilder(Long.BYTES);
        bytes.littleEndian(value, Long.BYTES);
        return bytes.toBytes();
    }
}
