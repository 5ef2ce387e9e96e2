package io.gapless.batch;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// The same columns through parquet-java's own writer, at its best settings for such rows: what
/// [BatchCodec] is measured against.
final class LibraryWriter {
    private static final LogicalTypeAnnotation TIME =
            LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
    private static final MessageType SCHEMA =
            Types.buildMessage()
                    .required(PrimitiveTypeName.INT64)
                    .named("trade_id")
                    .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                    .length(BatchColumn.DECIMAL_BYTES)
                    .as(LogicalTypeAnnotation.decimalType(Decimal8.SCALE, 19))
                    .named("price")
                    .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                    .length(BatchColumn.DECIMAL_BYTES)
                    .as(LogicalTypeAnnotation.decimalType(Decimal8.SCALE, 19))
                    .named("quantity")
                    .required(PrimitiveTypeName.INT64)
                    .as(TIME)
                    .named("trade_time")
                    .required(PrimitiveTypeName.BOOLEAN)
                    .named("is_buyer_maker")
                    .required(PrimitiveTypeName.BOOLEAN)
                    .named("is_best_match")
                    .optional(PrimitiveTypeName.INT64)
                    .as(TIME)
                    .named("event_time")
                    .optional(PrimitiveTypeName.INT64)
                    .as(TIME)
                    .named("received_at")
                    .required(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named("source")
                    .named("trade");

    private LibraryWriter() {}

    static byte[] encode(TradeColumns trades) throws IOException {
        Memory memory = new Memory();
        try (ParquetWriter<Integer> writer =
                new Builder(memory, trades)
                        .withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .withPageWriteChecksumEnabled(false)
                        .build()) {
            for (int row = 0; row < trades.size(); row++) {
                writer.write(row);
            }
        }
        return memory.bytes.toByteArray();
    }

    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
        private final TradeColumns trades;

        Builder(OutputFile file, TradeColumns trades) {
            super(file);
            this.trades = trades;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract there, and called by nobody here
        protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
            return new Rows(trades);
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(trades);
        }
    }

    private static final class Rows extends WriteSupport<Integer> {
        private final long[][] columns;
        private RecordConsumer consumer;

        Rows(TradeColumns trades) {
            columns = new long[BatchColumn.values().length][trades.size()];
            for (BatchColumn column : BatchColumn.values()) {
                column.read(trades, columns[column.index()]);
            }
        }

        @Override
        @SuppressWarnings("deprecation") // abstract there, and called by nobody here
        public WriteContext init(Configuration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Integer row) {
            consumer.startMessage();
            for (BatchColumn column : BatchColumn.values()) {
                long value = columns[column.index()][row];
                if (column.kind() == BatchColumn.Kind.OPTIONAL_TIME && value == Trade.UNKNOWN) {
                    continue;
                }
                consumer.startField(column.columnName(), column.index());
                switch (column.kind()) {
                    case INTEGER, TIME, OPTIONAL_TIME -> consumer.addLong(value);
                    case FLAG -> consumer.addBoolean(value == 1);
                    case DECIMAL -> consumer.addBinary(decimal(value));
                    case SOURCE ->
                            consumer.addBinary(
                                    Binary.fromConstantByteArray(SourceWords.word(value)));
                }
                consumer.endField(column.columnName(), column.index());
            }
            consumer.endMessage();
        }

        private static Binary decimal(long units) {
            ByteBuilder bytes = new ByteBuilder(BatchColumn.DECIMAL_BYTES);
            bytes.write((int) (units >> 63));
            bytes.bigEndian(units);
            return Binary.fromConstantByteArray(bytes.toBytes());
        }
    }

    private static final class Memory implements OutputFile {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new DelegatingPositionOutputStream(bytes) {
                @Override
                public long getPos() {
                    return bytes.size();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
