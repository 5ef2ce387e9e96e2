package io.gapless.batch;

import io.gapless.trade.TradeColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;

/// Reads what [ObjectWriter] laid out, and nothing else: this is no reader for any Parquet file.
///
/// Memory is taken only in proportion to a number of rows that was found sensible before.
final class ObjectReader {
    private final byte[] object;
    private final int pagesEnd;
    private final FileMetaData footer = new FileMetaData();
    private final Map<String, String> facts;

    /// @throws CorruptBatchException when the object is damaged or not one of ours
    ObjectReader(byte[] object) {
        this.object = object;
        pagesEnd = Footer.verify(object);
        Thrift.read(footer, object, pagesEnd, object.length - Footer.TAIL);
        facts = facts(footer);
    }

    /// What the footer tells in words.
    ///
    /// @throws CorruptBatchException when it is the footer of some other file
    static Map<String, String> facts(FileMetaData footer) {
        Map<String, String> facts = new HashMap<>();
        List<KeyValue> keyValues = footer.getKey_value_metadata();
        if (keyValues != null) {
            keyValues.forEach(pair -> facts.put(pair.getKey(), pair.getValue()));
        }
        if (!BatchColumn.schema().equals(footer.getSchema())) {
            throw new CorruptBatchException("the columns are not those of this archive");
        }
        return facts;
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
        List<RowGroup> groups = RowGroupReader.present(footer.getRow_groups());
        if (groups.size() != 1) {
            throw new CorruptBatchException(groups.size() + " row groups instead of one");
        }
        return new RowGroupReader(object, 0, Footer.MAGIC.length, pagesEnd, rows)
                .read(groups.getFirst());
    }
}
