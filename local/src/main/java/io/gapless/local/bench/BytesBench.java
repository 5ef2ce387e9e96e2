package io.gapless.local.bench;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// How many bytes of an object a recorded trade takes, and which column they are of, as DuckDB reads it in
/// the footer.
public final class BytesBench implements Bench {
    static final double CORE = 3.2;
    private static final Set<String> CORE_COLUMNS =
            Set.of("trade_id", "price", "quantity", "trade_time", "is_buyer_maker");

    /// Rows of a small object, and what DuckDB takes for one of them.
    private static final Map<Integer, Double> DUCKDB = Map.of(20, 88.0, 300, 15.4, 3_000, 9.5);

    private static final Symbol SYMBOL = Symbol.of("ETHUSDT");

    /// One column's share of an object.
    ///
    /// @param bytes of a trade
    private record Column(double bytes, String encodings) {
        Figure figure(String name, String source) {
            return Figure.of(name, bytes, "B", "of a trade, %s: %s".formatted(source, encodings));
        }
    }

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public String description() {
        return "bytes per recorded trade, column by column";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(1);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story) throws IOException {
        Optional<TradeColumns> recorded = RecordedTrades.ethusdt();
        if (recorded.isEmpty()) {
            String reason = "there are no recordings in shared/data/ws beside the checkout";
            return List.of(
                    Figure.leftOut("bytes_per_trade_core", reason),
                    Figure.leftOut("bytes_per_trade_all", reason));
        }
        TradeColumns live = recorded.get();
        story.accept("%,d recorded trades of %s".formatted(live.size(), SYMBOL));
        Map<String, Column> history =
                columns(settings.folder(), encode(RecordedTrades.asHistory(live)), live.size());
        Map<String, Column> all = columns(settings.folder(), encode(live), live.size());
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.of(
                                "bytes_per_trade_core",
                                history.entrySet().stream()
                                        .filter(column -> CORE_COLUMNS.contains(column.getKey()))
                                        .mapToDouble(column -> column.getValue().bytes())
                                        .sum(),
                                "B",
                                "id, price, quantity, time and maker of %,d trades in one object"
                                        .formatted(live.size()))
                        .atMost(CORE));
        figures.add(
                Figure.of(
                        "bytes_per_trade_all",
                        (double) encode(live).length / live.size(),
                        "B",
                        "the whole object, all columns, written live"));
        history.forEach((column, of) -> figures.add(of.figure("history_" + column, "from REST")));
        all.forEach((column, of) -> figures.add(of.figure("live_" + column, "live")));
        new java.util.TreeMap<>(DUCKDB)
                .forEach((rows, most) -> figures.add(small(live, rows).atMost(most)));
        return figures;
    }

    /// The mean over all objects of so many rows that the recording gives.
    private static Figure small(TradeColumns live, int rows) {
        double bytes = 0;
        int objects = 0;
        for (int from = 0; from + rows <= live.size(); from += rows) {
            bytes += encode(live.slice(from, from + rows)).length;
            objects++;
        }
        return Figure.of(
                "bytes_per_trade_" + rows,
                bytes / objects / rows,
                "B",
                "all columns, %,d rows an object; DuckDB takes the goal".formatted(rows));
    }

    private static byte[] encode(TradeColumns trades) {
        return new BatchCodec().encode(new Batch(SYMBOL, trades));
    }

    private static Map<String, Column> columns(Path folder, byte[] object, int rows)
            throws IOException {
        Path file = folder.resolve("object.parquet");
        Files.write(file, object);
        Map<String, Column> columns = new LinkedHashMap<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement ask = duckDb.createStatement();
                ResultSet chunks =
                        ask.executeQuery(
                                "SELECT path_in_schema, total_compressed_size, encodings, compression FROM parquet_metadata('"
                                        + file
                                        + "')")) {
            while (chunks.next()) {
                columns.put(
                        chunks.getString(1),
                        new Column(
                                chunks.getDouble(2) / rows,
                                chunks.getString(3) + ", " + chunks.getString(4)));
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot read " + file + ": " + e.getMessage(), e);
        }
        return columns;
    }
}
