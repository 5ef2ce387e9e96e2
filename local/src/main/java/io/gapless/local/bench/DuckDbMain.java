package io.gapless.local.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The process that [HistoryBench] compares with: DuckDB makes Parquet with the archive's columns and types of
/// a day's CSV, on one thread.
final class DuckDbMain {
    private DuckDbMain() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        long rows;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET preserve_insertion_order = true");
            statement.execute(copy(quoted(arguments[0]), quoted(arguments[1])));
            try (ResultSet count =
                    statement.executeQuery(
                            "SELECT count(*) FROM '%s'".formatted(quoted(arguments[1])))) {
                count.next();
                rows = count.getLong(1);
            }
        }
        HistoryBench.printResult(rows);
    }

    private static String copy(String csv, String parquet) {
        return """
        COPY (
            SELECT id AS trade_id, price, quantity,
                   make_timestamp(time) AS trade_time,
                   is_buyer_maker, is_best_match, 'dump' AS source
            FROM read_csv('%s', header = false, auto_detect = false, delim = ',', columns = {
                'id': 'BIGINT', 'price': 'DECIMAL(19,8)', 'quantity': 'DECIMAL(19,8)',
                'quote': 'VARCHAR', 'time': 'BIGINT',
                'is_buyer_maker': 'BOOLEAN', 'is_best_match': 'BOOLEAN'})
        ) TO '%s' (FORMAT parquet, COMPRESSION zstd)
        """
                .formatted(csv, parquet);
    }

    private static String quoted(String path) {
        return path.replace("'", "''");
    }
}
