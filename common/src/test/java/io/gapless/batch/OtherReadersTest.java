package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtherReadersTest {
    private final BatchCodec codec = new BatchCodec();

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void otherReadersSeeTheSameRows(OtherReaders reader) throws Exception {
        for (int size : List.of(1, 9, 20, 300, 3_000, 20_000)) {
            seesTheSame(reader, new SampleTrades(size).batch(size));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherReadersSeeTheSameDecimalExtremes(OtherReaders reader) throws Exception {
        List<Long> extremes = DecimalExtremes.UNITS;
        for (int rows : List.of(extremes.size(), 500)) {
            TradeColumns trades = new TradeColumns(rows);
            for (Trade t : new SampleTrades(1).take(rows).rows()) {
                long units = extremes.get(trades.size() % extremes.size());
                trades.add(t.id(), units, ~units, t.time(), true, false, 0, t.time(), Source.LIVE);
            }
            seesTheSame(reader, new Batch(SampleTrades.SYMBOL, trades));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherReadersSeeTheSameNullsSourcesAndFlags(OtherReaders reader) throws Exception {
        for (int rows : List.of(20, 3_000)) {
            SampleTrades market = new SampleTrades(rows);
            TradeColumns trades = new TradeColumns(3 * rows);
            for (Source source : Source.values()) {
                trades.addAll(market.from(source).take(rows), 0, rows);
            }
            for (Trade t : market.take(rows).rows()) {
                boolean flag = t.id() % 5 < 2;
                long eventTime = t.id() % 3 == 0 ? Trade.UNKNOWN : t.time() + t.id() % 17;
                trades.add(
                        t.id(),
                        t.price(),
                        t.quantity(),
                        t.time(),
                        flag,
                        !flag,
                        eventTime,
                        t.id() % 7 == 0 ? t.time() : Trade.UNKNOWN,
                        Source.values()[(int) (t.id() % 3)]);
            }
            seesTheSame(reader, new Batch(SampleTrades.SYMBOL, trades));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherReadersSeeTheSameInABurstAndWhereTimeGoesBackwards(OtherReaders reader)
            throws Exception {
        seesTheSame(reader, new Batch(SampleTrades.SYMBOL, new SampleTrades(1).burst(735)));
        TradeColumns jumping = new TradeColumns(300);
        for (Trade t : new SampleTrades(2).take(300).rows()) {
            long time = t.time() + (t.id() % 2 == 0 ? 0 : 40_000_000_123L);
            jumping.add(t.id(), 1, 1, time, true, true, 0, 0, Source.DUMP);
        }
        seesTheSame(reader, new Batch(SampleTrades.SYMBOL, jumping));
    }

    @ParameterizedTest
    @EnumSource
    void otherReadersSeeNoRowsInAVoid(OtherReaders reader) throws Exception {
        Path file = folder.resolve("void.parquet");
        Files.write(file, codec.encodeVoid(new SampleTrades(1).batch(20).key()));
        assertThat(reader.read(file)).isEmpty();
    }

    @Test
    void duckDbSeesTheTypesThatTheFormatPromises() throws Exception {
        write(new SampleTrades(1).batch(20));
        assertThat(query("SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM archive)"))
                .containsExactly(
                        "trade_id BIGINT",
                        "price DECIMAL(19,8)",
                        "quantity DECIMAL(19,8)",
                        "trade_time TIMESTAMP WITH TIME ZONE",
                        "is_buyer_maker BOOLEAN",
                        "is_best_match BOOLEAN",
                        "event_time TIMESTAMP WITH TIME ZONE",
                        "received_at TIMESTAMP WITH TIME ZONE",
                        "source VARCHAR",
                        "date DATE",
                        "symbol VARCHAR");
    }

    @Test
    void voidsDoNotDisturbAQueryOverTheArchive() throws Exception {
        SampleTrades market = new SampleTrades(1).fromId(1_000);
        Batch first = market.batch(50);
        Batch lost = market.batch(30);
        Batch second = market.batch(70);
        Batch nextDay = market.advance(Duration.ofDays(1)).batch(11);
        write(first);
        Path file = folder.resolve(lost.key().toString());
        Files.createDirectories(file.getParent());
        Files.write(file, codec.encodeVoid(lost.key()));
        write(second);
        write(nextDay);

        assertThat(
                        query(
                                "SELECT concat_ws(' ', symbol, date, count(*), min(trade_id), max(trade_id)) "
                                        + "FROM archive GROUP BY symbol, date ORDER BY date"))
                .containsExactly(
                        "BTCUSDT 2026-01-01 120 1000 1149", "BTCUSDT 2026-01-02 11 1150 1160");
        assertThat(query("SELECT count(*) FROM archive WHERE trade_id BETWEEN 1045 AND 1085"))
                .containsExactly("11");
    }

    private void seesTheSame(OtherReaders reader, Batch batch) throws Exception {
        Path file = folder.resolve("batch.parquet");
        Files.write(file, codec.encode(batch));
        List<Trade> rows = reader.read(file);
        assertThat(rows.equals(batch.trades().rows()))
                .as(() -> "rows of " + batch.key() + ": " + rows.getFirst())
                .isTrue();
    }

    private void write(Batch batch) throws Exception {
        Path file = folder.resolve(batch.key().toString());
        Files.createDirectories(file.getParent());
        Files.write(file, codec.encode(batch));
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE VIEW archive AS FROM read_parquet('"
                            + folder
                            + "/trades/*/*/*.parquet', hive_partitioning=true)");
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }
}
