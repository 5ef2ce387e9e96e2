package io.gapless.batch;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Parquet readers that know nothing of this project.
enum OtherReaders {
    DUCKDB {
        @Override
        List<Trade> read(Path file) throws SQLException {
            String times = "epoch_us(trade_time), epoch_us(event_time), epoch_us(received_at)";
            List<Trade> trades = new ArrayList<>();
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT trade_id, price, quantity, is_buyer_maker, is_best_match, source, "
                                            + times
                                            + " FROM read_parquet('"
                                            + file
                                            + "')")) {
                while (row.next()) {
                    trades.add(
                            new Trade(
                                    row.getLong(1),
                                    units(row.getBigDecimal(2)),
                                    units(row.getBigDecimal(3)),
                                    row.getLong(7),
                                    row.getBoolean(4),
                                    row.getBoolean(5),
                                    row.getLong(8),
                                    row.getLong(9),
                                    Source.of(row.getString(6))));
                }
            }
            return trades;
        }
    },
    HARDWOOD {
        @Override
        List<Trade> read(Path file) throws IOException {
            List<Trade> trades = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(bytes));
                    RowReader row = reader.rowReader()) {
                while (row.hasNext()) {
                    row.next();
                    trades.add(
                            new Trade(
                                    row.getLong("trade_id"),
                                    units(row.getDecimal("price")),
                                    units(row.getDecimal("quantity")),
                                    Trade.micros(row.getTimestamp("trade_time")),
                                    row.getBoolean("is_buyer_maker"),
                                    row.getBoolean("is_best_match"),
                                    microsOrUnknown(row, "event_time"),
                                    microsOrUnknown(row, "received_at"),
                                    Source.of(row.getString("source"))));
                }
            }
            return trades;
        }

        private long microsOrUnknown(RowReader row, String column) {
            return row.isNull(column) ? Trade.UNKNOWN : Trade.micros(row.getTimestamp(column));
        }
    },
    /// The reader inside Spark and most of Java.
    PARQUET_JAVA {
        @Override
        List<Trade> read(Path file) throws IOException {
            try (Stream<Trade> rows = ParquetReader.streamContent(file.toFile(), new ToTrades())) {
                return rows.toList();
            }
        }
    };

    abstract List<Trade> read(Path file) throws IOException, SQLException;

    private static long units(BigDecimal decimal) {
        return decimal.setScale(Decimal8.SCALE).unscaledValue().longValueExact();
    }

    private static final class ToTrades implements Hydrator<Map<String, Object>, Trade, String[]> {
        @Override
        public Map<String, Object> start() {
            return new HashMap<>();
        }

        @Override
        public Map<String, Object> add(Map<String, Object> row, String[] path, Object value) {
            row.put(path[0], value);
            return row;
        }

        @Override
        public Trade finish(Map<String, Object> row) {
            return new Trade(
                    (long) row.get("trade_id"),
                    units(new BigDecimal((String) row.get("price"))),
                    units(new BigDecimal((String) row.get("quantity"))),
                    micros(row.get("trade_time")),
                    (boolean) row.get("is_buyer_maker"),
                    (boolean) row.get("is_best_match"),
                    micros(row.get("event_time")),
                    micros(row.get("received_at")),
                    Source.of((String) row.get("source")));
        }

        private static long micros(Object value) {
            return value == null ? Trade.UNKNOWN : (long) value;
        }
    }
}
