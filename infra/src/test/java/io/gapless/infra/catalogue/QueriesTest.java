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
            statement.execute("SET TimeZone = 'UTC'");
            for (String table : List.of("trade_objects", "sealed_objects")) {
                statement.execute(
                        """
                        CREATE TABLE %s (trade_id BIGINT, price DECIMAL(19,8), quantity DECIMAL(19,8), trade_time BIGINT,
                          is_buyer_maker BOOLEAN, is_best_match BOOLEAN, event_time BIGINT, received_at BIGINT, source VARCHAR,
                          symbol VARCHAR, "date" VARCHAR, "$path" VARCHAR)
                        """
                                .formatted(table));
            }
            // 23:59:59.999600, which a rounding to milliseconds would move to the next day.
            insert(statement, 10, "100.5", "0.00000003", 1_767_311_999_999_600L, "2026-01-01");
            insert(statement, 11, "101", "2", 1_767_312_000_000_000L, "2026-01-02");
            insert(statement, 11, "101", "2", 1_767_312_000_000_000L, "2026-01-02");
            insert(statement, 15, "99", "1", 1_767_312_059_000_000L, "2026-01-02");
            statement.execute("CREATE VIEW trades AS " + duck(Queries.view("trades")));
            for (String view : List.of("ohlcv", "completeness", "delay")) {
                statement.execute("CREATE VIEW %s AS %s".formatted(view, duck(Queries.view(view))));
            }
        }
    }

    /// These ids, sealed: told apart from the parts by where they say they came from.
    private void seal(long first, long last, String sealedOn) throws SQLException {
        try (Statement statement = duckDb.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO sealed_objects
                    SELECT * REPLACE (
                      's3://bucket/sealed/symbol=BTCUSDT/date=2026-01-02/sealed_on=%s/%019d-%019d.parquet' AS "$path",
                      'dump' AS source)
                    FROM trade_objects WHERE trade_id BETWEEN %d AND %d
                    """
                            .formatted(sealedOn, first, last, first, last));
        }
    }

    private static void insert(
            Statement statement, long id, String price, String quantity, long time, String date)
            throws SQLException {
        statement.execute(
                "INSERT INTO trade_objects VALUES (%d, %s, %s, %d, true, true, %d, %d, 'live', 'BTCUSDT', '%s', 's3://bucket/trades/x.parquet')"
                        .formatted(id, price, quantity, time, time + 2_000, time + 5_000, date));
    }

    @AfterEach
    void close() throws SQLException {
        duckDb.close();
    }

    /// The same in DuckDB's words: whole division, adding to a time, and the names of some functions.
    private static String duck(String trino) {
        return trino.replaceAll(
                        "date_add\\('millisecond', (\\w+) / 1000, (TIMESTAMP '[^']+')\\)",
                        "($2 + to_milliseconds($1 // 1000))")
                .replaceAll(
                        "date_add\\('second', ([\\w/* ]+), (TIMESTAMP '[^']+')\\)",
                        "($2 + to_seconds($1))")
                .replace("/ 1000000 / 300", "// 1000000 // 300")
                .replace("date_add('day', -1, current_date)", "(current_date - 1)")
                .replace("truncate(", "trunc(")
                .replace("array_join(", "array_to_string(")
                .replace("approx_percentile(", "approx_quantile(")
                // Its $path is a name, and not a column that * leaves out.
                .replace(
                        "SELECT *, \"$path\" AS file",
                        "SELECT * EXCLUDE (\"$path\"), \"$path\" AS file");
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
        assertThat(ask(Queries.named("completeness")))
                .containsExactly(
                        "BTCUSDT 2026-01-02 11 15 3 1 3", "BTCUSDT 2026-01-01 10 10 1 0 0");
    }

    @Test
    void theViewNamesWhatIsMissingAlsoAtMidnight() throws SQLException {
        try (Statement statement = duckDb.createStatement()) {
            insert(statement, 8, "100", "1", 1_767_300_000_000_000L, "2026-01-01");
            insert(statement, 13, "100", "1", 1_767_312_001_000_000L, "2026-01-02");
            insert(statement, 20, "100", "1", 1_767_400_000_000_000L, "2026-01-03");
            insert(statement, 22, "100", "1", 1_767_400_000_000_000L, "2026-01-03");
        }
        assertThat(ask("SELECT * FROM completeness ORDER BY \"date\""))
                .containsExactly(
                        "BTCUSDT 2026-01-01 8 10 2 0 1 9-9",
                        "BTCUSDT 2026-01-02 11 15 4 1 2 12-12, 14-14",
                        "BTCUSDT 2026-01-03 20 22 2 0 5 16-19, 21-21");
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
        String day =
                "2026-01-02 00:00:00.0 101.00000000 101.00000000 99.00000000 99.00000000 5.00000000";
        assertThat(ask(Queries.named("candles").replace("2026-01-01", "2026-01-02")))
                .singleElement()
                .asString()
                .contains(day);
        assertThat(ask("SELECT * FROM ohlcv WHERE \"date\" = '2026-01-02'"))
                .containsExactly("BTCUSDT 2026-01-02 " + day + " 503.00000000 3 0E-8 11 15");
    }

    @Test
    void delaysAreToldByHour() throws SQLException {
        assertThat(ask("SELECT * FROM delay WHERE \"date\" = '2026-01-02'"))
                .containsExactly(
                        "BTCUSDT 2026-01-02 2026-01-02 00:00:00.0 3 2.0 2.0 3.0 3.0 5.0 5.0");
    }

    @Test
    void theOtherNamedQueriesRunToo() throws SQLException {
        assertThat(ask(Queries.named("trades-of-a-day"))).hasSize(1);
        assertThat(ask(Queries.named("freshness"))).isEmpty();
    }

    @Test
    void sealedRowsInEffectAreReadAndOfThePartsWhatTheyDoNotCover() throws SQLException {
        String rows = "SELECT trade_id, source FROM trades ORDER BY trade_id, source";
        seal(11, 14, "2999-01-01");
        assertThat(ask(rows)).containsExactly("10 live", "11 live", "11 live", "15 live");

        seal(11, 14, "2026-01-03");
        assertThat(ask(rows)).containsExactly("10 live", "11 dump", "11 dump", "15 live");

        seal(15, 15, "2026-01-04");
        assertThat(ask(rows)).containsExactly("10 live", "11 dump", "11 dump", "15 dump");
    }
}
