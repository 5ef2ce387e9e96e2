package io.gapless.infra.catalogue;

import java.util.List;

/// The SQL of views and named queries, in the dialect of Athena's engine 3 (Trino).
final class Queries {
    /// The view for people: times cut to milliseconds, which is what Athena has, beside the exact ones;
    /// and the quote quantity, cut off behind eight decimals as Binance does it.
    static final String TRADES =
            """
            SELECT
              symbol,
              trade_id,
              date_add('millisecond', trade_time / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS trade_time,
              price,
              quantity,
              CAST(truncate(price * quantity, 8) AS decimal(38, 8)) AS quote_quantity,
              is_buyer_maker,
              is_best_match,
              source,
              date_add('millisecond', event_time / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS event_time,
              date_add('millisecond', received_at / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS received_at,
              trade_time AS trade_time_us,
              "date"
            FROM trade_objects
            """;

    static final List<Column> TRADES_COLUMNS =
            List.of(
                    new Column("symbol", "string", "varchar"),
                    Column.same("trade_id", "bigint"),
                    new Column("trade_time", "timestamp", "timestamp(3)"),
                    Column.same("price", "decimal(19,8)"),
                    Column.same("quantity", "decimal(19,8)"),
                    Column.same("quote_quantity", "decimal(38,8)"),
                    Column.same("is_buyer_maker", "boolean"),
                    Column.same("is_best_match", "boolean"),
                    new Column("source", "string", "varchar"),
                    new Column("event_time", "timestamp", "timestamp(3)"),
                    new Column("received_at", "timestamp", "timestamp(3)"),
                    Column.same("trade_time_us", "bigint"),
                    new Column("date", "string", "varchar"));

    static final String TRADES_OF_A_DAY =
            """
            -- Every trade of a symbol and a day, in order. Name both: only their objects are read then.
            SELECT trade_id, trade_time, price, quantity, quote_quantity, is_buyer_maker
            FROM trades
            WHERE symbol = 'BTCUSDT' AND "date" = '2026-01-01'
            ORDER BY trade_id
            """;

    static final String CANDLES =
            """
            -- Candles of a minute: open and close by trade id, which is the order in which trades happened.
            SELECT
              symbol,
              date_trunc('minute', trade_time) AS minute,
              min_by(price, trade_id) AS open,
              max(price) AS high,
              min(price) AS low,
              max_by(price, trade_id) AS close,
              sum(quantity) AS volume,
              sum(quote_quantity) AS quote_volume,
              count(*) AS trades
            FROM trades
            WHERE symbol = 'BTCUSDT' AND "date" = '2026-01-01'
            GROUP BY symbol, date_trunc('minute', trade_time)
            ORDER BY minute
            """;

    static final String COMPLETENESS =
            """
            -- Ids that are missing or there twice, by symbol and day. All zeros is what it should say. What is missing
            -- counts for the day of the next trade. The newest seconds are still on their way.
            SELECT
              symbol,
              "date",
              count(*) AS trades,
              min(trade_id) AS first_id,
              max(trade_id) AS last_id,
              sum(CASE WHEN trade_id = previous_id THEN 1 ELSE 0 END) AS double_ids,
              sum(CASE WHEN trade_id > previous_id + 1 THEN trade_id - previous_id - 1 ELSE 0 END) AS missing_ids
            FROM (
              SELECT
                symbol,
                "date",
                trade_id,
                lag(trade_id) OVER (PARTITION BY symbol ORDER BY trade_id) AS previous_id
              FROM trade_objects
              WHERE "date" BETWEEN '2026-01-01' AND '2026-01-07'
            )
            GROUP BY symbol, "date"
            ORDER BY missing_ids DESC, double_ids DESC, symbol, "date"
            """;

    static final String FRESHNESS =
            """
            -- How far behind each symbol is. A quiet one is simply quiet.
            SELECT
              symbol,
              max(trade_id) AS last_id,
              max(trade_time) AS newest_trade,
              date_diff('second', max(trade_time), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))) AS seconds_ago
            FROM trades
            WHERE "date" >= CAST(date_add('day', -1, current_date) AS varchar)
            GROUP BY symbol
            ORDER BY seconds_ago DESC
            """;

    private Queries() {}

    /// The same for one symbol only, as a table needs it that does not know all of them.
    static String ofOneSymbol(String sql, String symbol) {
        return sql.replace("WHERE \"date\"", "WHERE symbol = '%s' AND \"date\"".formatted(symbol))
                .replace("'BTCUSDT'", "'" + symbol + "'");
    }
}
