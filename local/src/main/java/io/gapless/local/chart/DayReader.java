package io.gapless.local.chart;

import io.gapless.local.chart.Day.Bar;
import io.gapless.local.chart.Day.Hole;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Reads a [Day] from the views of `sql/duckdb/gapless.sql`.
public final class DayReader {
    /// About as many bars as can be told apart in the picture.
    private static final int BARS = 300;

    /// More holes than this are too many to be told apart; the longest are drawn.
    private static final int MAX_HOLES = 500;

    private static final String SPAN =
            """
            SELECT min(trade_time_us), max(trade_time_us), count(*) FROM trades WHERE symbol = ? AND date = ?
            """;

    private static final String HOLES =
            """
            SELECT * FROM (
              SELECT h.from_us, h.to_us
              FROM (
                SELECT
                  symbol, trade_id, trade_time_us AS to_us,
                  lag(trade_id) OVER (ORDER BY trade_id) AS previous_id,
                  lag(trade_time_us) OVER (ORDER BY trade_id) AS from_us
                FROM trades WHERE symbol = ? AND date = ?
              ) h
              WHERE h.trade_id > h.previous_id + 1 AND NOT EXISTS (
                SELECT 1 FROM absent_ids a
                WHERE a.symbol = h.symbol AND a.first_id <= h.previous_id + 1 AND a.last_id >= h.trade_id - 1)
              ORDER BY h.to_us - h.from_us DESC LIMIT %d
            ) ORDER BY from_us
            """
                    .formatted(MAX_HOLES);

    private static final String MISSING =
            """
            SELECT missing FROM completeness WHERE symbol = ? AND date = ?
            """;

    private final Connection views;
    private final String symbol;
    private final LocalDate date;

    /// @param views a connection that has the views
    public DayReader(Connection views, String symbol, LocalDate date) {
        this.views = views;
        this.symbol = symbol;
        this.date = date;
    }

    /// @throws IllegalArgumentException with a sentence for the user when there are no trades
    public Day read() throws SQLException {
        List<long[]> spans = longs(SPAN, 3);
        long first = spans.getFirst()[0];
        long last = spans.getFirst()[1];
        long seconds = Math.max(1, (last - first) / 1_000_000 / BARS);
        List<Hole> holes =
                longs(HOLES, 2).stream().map(hole -> new Hole(hole[0], hole[1])).toList();
        return new Day(
                symbol,
                date,
                bars(seconds),
                holes,
                spans.getFirst()[2],
                longs(MISSING, 1).stream().mapToLong(row -> row[0]).sum(),
                first,
                last);
    }

    private List<Bar> bars(long seconds) throws SQLException {
        List<Bar> bars = new ArrayList<>();
        String sql =
                """
                SELECT epoch_us(open_time), close, volume, taker_buy_volume
                FROM ohlcv('%d seconds') WHERE symbol = ? AND date = ? ORDER BY open_time
                """
                        .formatted(seconds);
        try (PreparedStatement statement = asked(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                bars.add(
                        new Bar(
                                rows.getLong(1),
                                rows.getLong(1) + seconds * 1_000_000,
                                rows.getDouble(2),
                                rows.getDouble(3),
                                rows.getDouble(4)));
            }
        }
        return bars;
    }

    private List<long[]> longs(String sql, int columns) throws SQLException {
        List<long[]> all = new ArrayList<>();
        try (PreparedStatement statement = asked(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long[] row = new long[columns];
                for (int c = 0; c < columns; c++) {
                    row[c] = rows.getLong(c + 1);
                }
                all.add(row);
            }
        }
        return all;
    }

    private PreparedStatement asked(String sql) throws SQLException {
        PreparedStatement statement = views.prepareStatement(sql);
        statement.setString(1, symbol);
        statement.setObject(2, date);
        return statement;
    }
}
