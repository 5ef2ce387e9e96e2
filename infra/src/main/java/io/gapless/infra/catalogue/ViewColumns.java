package io.gapless.infra.catalogue;

import java.util.List;

/// What each view's columns are called, in the order of its `SELECT`, and of which type they are: the same names on every
/// engine.
final class ViewColumns {
    private static final Column SYMBOL = new Column("symbol", "string", "varchar");
    private static final Column DATE = new Column("date", "string", "varchar");

    static final List<Column> TRADES =
            List.of(
                    SYMBOL,
                    DATE,
                    Column.same("trade_id", "bigint"),
                    time("trade_time"),
                    Column.same("price", "decimal(19,8)"),
                    Column.same("quantity", "decimal(19,8)"),
                    Column.same("quote_quantity", "decimal(38,8)"),
                    Column.same("is_buyer_maker", "boolean"),
                    Column.same("is_best_match", "boolean"),
                    time("event_time"),
                    time("received_at"),
                    new Column("source", "string", "varchar"),
                    Column.same("trade_time_us", "bigint"));

    static final List<Column> OHLCV =
            List.of(
                    SYMBOL,
                    DATE,
                    time("open_time"),
                    Column.same("open", "decimal(19,8)"),
                    Column.same("high", "decimal(19,8)"),
                    Column.same("low", "decimal(19,8)"),
                    Column.same("close", "decimal(19,8)"),
                    Column.same("volume", "decimal(38,8)"),
                    Column.same("quote_volume", "decimal(38,8)"),
                    Column.same("trades", "bigint"),
                    Column.same("taker_buy_volume", "decimal(38,8)"),
                    Column.same("first_id", "bigint"),
                    Column.same("last_id", "bigint"));

    static final List<Column> COMPLETENESS =
            List.of(
                    SYMBOL,
                    DATE,
                    Column.same("first_id", "bigint"),
                    Column.same("last_id", "bigint"),
                    Column.same("trades", "bigint"),
                    Column.same("twice", "bigint"),
                    Column.same("missing", "bigint"),
                    new Column("missing_ranges", "string", "varchar"));

    static final List<Column> DELAY =
            List.of(
                    SYMBOL,
                    DATE,
                    time("hour"),
                    Column.same("trades", "bigint"),
                    Column.same("event_p50_ms", "double"),
                    Column.same("event_p99_ms", "double"),
                    Column.same("network_p50_ms", "double"),
                    Column.same("network_p99_ms", "double"),
                    Column.same("total_p50_ms", "double"),
                    Column.same("total_p99_ms", "double"));

    private ViewColumns() {}

    private static Column time(String name) {
        return new Column(name, "timestamp", "timestamp(3)");
    }
}
