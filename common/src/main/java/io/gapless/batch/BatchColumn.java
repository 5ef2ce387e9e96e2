package io.gapless.batch;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/// The columns of every object, in this order, for ever.
///
/// `symbol` and `date` are no columns: they are in the key, where engines find them as partitions.
/// Each value is handled as a 64-bit number: itself, 1 for true, or the position of a source.
enum BatchColumn {
    TRADE_ID("trade_id", Kind.INTEGER),
    PRICE("price", Kind.DECIMAL),
    QUANTITY("quantity", Kind.DECIMAL),
    TRADE_TIME("trade_time", Kind.TIME),
    IS_BUYER_MAKER("is_buyer_maker", Kind.FLAG),
    IS_BEST_MATCH("is_best_match", Kind.FLAG),
    EVENT_TIME("event_time", Kind.OPTIONAL_TIME),
    RECEIVED_AT("received_at", Kind.OPTIONAL_TIME),
    SOURCE("source", Kind.SOURCE);

    /// Bytes of a decimal: 19 digits and a sign do not fit into 64 bits for every reader.
    static final int DECIMAL_BYTES = 9;

    private static final int DECIMAL_DIGITS = 19;

    /// How a column's values are told to readers.
    enum Kind {
        INTEGER,
        TIME,
        /// As [#TIME], or null for [io.gapless.trade.Trade#UNKNOWN].
        OPTIONAL_TIME,
        DECIMAL,
        FLAG,
        SOURCE,
    }

    private static final List<SchemaElement> SCHEMA = makeSchema();

    private final String columnName;
    private final Kind kind;

    BatchColumn(String columnName, Kind kind) {
        this.columnName = columnName;
        this.kind = kind;
    }

    String columnName() {
        return columnName;
    }

    Kind kind() {
        return kind;
    }

    /// Whether the footer tells the smallest and the largest value, so that engines can pass over
    /// the object.
    boolean hasStatistics() {
        return this == TRADE_ID || this == TRADE_TIME;
    }

    /// Where the column stands among the columns.
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the columns
    int index() {
        return ordinal();
    }

    /// Copies the column out of `trades`.
    void read(TradeColumns trades, long[] into) {
        switch (this) {
            case TRADE_ID -> trades.copyIds(into);
            case PRICE -> trades.copyPrices(into);
            case QUANTITY -> trades.copyQuantities(into);
            case TRADE_TIME -> trades.copyTimes(into);
            case EVENT_TIME -> trades.copyEventTimes(into);
            case RECEIVED_AT -> trades.copyReceivedAts(into);
            case IS_BUYER_MAKER -> {
                for (int row = 0; row < trades.size(); row++) {
                    into[row] = trades.buyerIsMaker(row) ? 1 : 0;
                }
            }
            case IS_BEST_MATCH -> {
                for (int row = 0; row < trades.size(); row++) {
                    into[row] = trades.bestMatch(row) ? 1 : 0;
                }
            }
            case SOURCE -> {
                for (int row = 0; row < trades.size(); row++) {
                    into[row] = SourceWords.position(trades.source(row));
                }
            }
        }
    }

    /// Puts columns together again.
    ///
    /// @param columns by [#index], each with `rows` values
    /// @throws CorruptBatchException when a value can be no trade's
    static TradeColumns trades(long[][] columns, int rows) {
        TradeColumns trades = new TradeColumns(Math.max(1, rows));
        for (int row = 0; row < rows; row++) {
            long id = columns[TRADE_ID.index()][row];
            long time = columns[TRADE_TIME.index()][row];
            if (id < 0 || time < Trade.EARLIEST_TIME || time >= Trade.LATEST_TIME) {
                throw new CorruptBatchException(
                        "row %d is trade %d at %d µs".formatted(row, id, time));
            }
            trades.add(
                    id,
                    columns[PRICE.index()][row],
                    columns[QUANTITY.index()][row],
                    time,
                    columns[IS_BUYER_MAKER.index()][row] == 1,
                    columns[IS_BEST_MATCH.index()][row] == 1,
                    columns[EVENT_TIME.index()][row],
                    columns[RECEIVED_AT.index()][row],
                    SourceWords.at(columns[SOURCE.index()][row]));
        }
        return trades;
    }

    Type physicalType() {
        return switch (kind) {
            case INTEGER, TIME, OPTIONAL_TIME -> Type.INT64;
            case DECIMAL -> Type.FIXED_LEN_BYTE_ARRAY;
            case FLAG -> Type.BOOLEAN;
            case SOURCE -> Type.BYTE_ARRAY;
        };
    }

    /// The schema as the footer tells it: a root and its columns.
    ///
    /// Types are told twice, as the format's documents ask for: the older form for older readers.
    static List<SchemaElement> schema() {
        return SCHEMA;
    }

    private static List<SchemaElement> makeSchema() {
        List<SchemaElement> schema = new ArrayList<>();
        schema.add(new SchemaElement("trade").setNum_children(values().length));
        for (BatchColumn column : values()) {
            schema.add(column.schemaElement());
        }
        return List.copyOf(schema);
    }

    private SchemaElement schemaElement() {
        SchemaElement element =
                new SchemaElement(columnName)
                        .setType(physicalType())
                        .setRepetition_type(
                                kind == Kind.OPTIONAL_TIME
                                        ? FieldRepetitionType.OPTIONAL
                                        : FieldRepetitionType.REQUIRED);
        return switch (kind) {
            case INTEGER, FLAG -> element;
            case TIME, OPTIONAL_TIME ->
                    element.setConverted_type(ConvertedType.TIMESTAMP_MICROS)
                            .setLogicalType(
                                    LogicalType.TIMESTAMP(
                                            new TimestampType(
                                                    true, TimeUnit.MICROS(new MicroSeconds()))));
            case DECIMAL ->
                    element.setType_length(DECIMAL_BYTES)
                            .setConverted_type(ConvertedType.DECIMAL)
                            .setScale(Decimal8.SCALE)
                            .setPrecision(DECIMAL_DIGITS)
                            .setLogicalType(
                                    LogicalType.DECIMAL(
                                            new DecimalType(Decimal8.SCALE, DECIMAL_DIGITS)));
            case SOURCE ->
                    element.setConverted_type(ConvertedType.UTF8)
                            .setLogicalType(LogicalType.STRING(new StringType()));
        };
    }
}
