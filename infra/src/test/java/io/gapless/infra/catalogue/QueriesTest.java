package io.gapless.infra.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The queries' answers. DuckDB understands them but for the names of two functions.
class QueriesTest {
    private Connection duckDb;

    @BeforeEach
    void trades() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckDb.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE trade_objects (trade_id BIGINT, price DECIMAL(19,8), quantity DECIMAL(19,8), trade_time BIGINT,
                      is_buyer_maker BOOLEAN, is_best_match BOOLEAN, event_time BIGINT, received_at BIGINT, source VARCHAR,
                      symbol VARCHAR, "date" VARCHAR)
                    """);
            // 23:59:59.999600, which a rounding to milliseconds would move to the next day.
            insert(statement, 10, "100.5", "0.00000003", 1_767_311_999_999_600L, "2026-01-01");
            insert(statement, 11, "101", "2", 1_767_312_000_000_000L, "2026-01-02");
            insert(statement, 11, "101", "2", 1_767_312_000_000_000L, "2026-01-02");
            insert(statement, 15, "99", "1", 1_767_312_059_000_000L, "2026-01-02");
            statement.execute("CREATE VIEW trades AS " + duck(Queries.TRADES));
        }
    }

    private static void insert(
            Statement statement, long id, String price, String quantity, long time, String date)
            throws SQLException {
        statement.execute(
                "INSERT INTO trade_objects VALUES (%d, %s, %s, %d, true, true, NULL, NULL, 'rest', 'BTCUSDT', '%s')"
                        .formatted(id, price, quantity, time, date));
    }

    @AfterEach
    void close() throws SQLException {
        duckDb.close();
    }

    /// The same in DuckDB's words: whole division, and adding milliseconds.
    private static String duck(String trino) {
        return trino.replaceAll(
                        "date_add\\('millisecond', (\\w+) / 1000, (TIMESTAMP '[^']+')\\)",
                        "($2 + to_milliseconds($1 // 1000))")
                .replace(
                        "truncate(price * quantity, 8)",
                        "trunc(CAST(price AS DECIMAL(19,8)) * quantity * 100000000) / 100000000");
    }

    private List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(duck(sql))) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void completenessTellsDoublesAndHolesByDay() throws SQLException {
        assertThat(ask(Queries.COMPLETENESS))
                .containsExactly(
                        "BTCUSDT 2026-01-02 3 11 15 1 3", "BTCUSDT 2026-01-01 1 10 10 0 0");
    }

    @Test
    void timesAreCutAndNotRounded() throws SQLException {
        assertThat(ask("SELECT trade_time, trade_time_us FROM trades WHERE trade_id = 10"))
                .containsExactly("2026-01-01 23:59:59.999 1767311999999600");
    }

    @Test
    void quoteQuantityIsCutOffBehindEightDecimals() throws SQLException {
        assertThat(ask("SELECT quote_quantity FROM trades WHERE trade_id = 10"))
                .containsExactly("0.00000301");
    }

    @Test
    void candlesOpenAndCloseById() throws SQLException {
        assertThat(ask(Queries.CANDLES.replace("2026-01-01", "2026-01-02")))
                .singleElement()
                .asString()
                .contains("101.00000000 101.00000000 99.00000000 99.00000000 5.00000000");
    }
}
