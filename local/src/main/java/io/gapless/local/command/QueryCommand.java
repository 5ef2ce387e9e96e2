package io.gapless.local.command;

import io.gapless.local.place.Place;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless query`.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Runs SQL over the archive with DuckDB. The view `trades` has the columns symbol, date, trade_id, price,"
                    + " quantity, quote_quantity, trade_time, is_buyer_maker, is_best_match, event_time, received_at,"
                    + " source.",
            "Example: gapless query \"SELECT symbol, count(*), count(DISTINCT trade_id) FROM trades GROUP BY symbol\""
        })
final class QueryCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SQL", description = "One statement.")
    private String sql = "";

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most rows to print. Default: ${DEFAULT-VALUE}")
    private int maxRows = 1000;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws SQLException {
        Place place = places.place(null);
        PrintWriter out = Output.of(spec);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            makeView(place, statement);
            try (ResultSet rows = statement.executeQuery(sql)) {
                print(rows, out);
            }
        } catch (SQLException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("DuckDB: " + said, e);
        }
        return 0;
    }

    private static void makeView(Place place, Statement statement) throws SQLException {
        String glob =
                switch (place) {
                    case Place.Folder(var root) -> files(root);
                    case Place.Emulated(var aws) -> files(aws.bucketFolder());
                    case Place.Bucket(var bucket, var _) -> {
                        statement.execute("INSTALL httpfs");
                        statement.execute("LOAD httpfs");
                        statement.execute("CREATE SECRET (TYPE s3, PROVIDER credential_chain)");
                        yield "s3://" + bucket + "/trades/*/*/*.parquet";
                    }
                };
        statement.execute(
                """
                CREATE VIEW trades AS
                SELECT symbol, date, trade_id, price, quantity,
                       -- what Binance does: cut off behind eight decimals
                       (trunc(price * quantity * 100000000) / 100000000)::DECIMAL(38, 8) AS quote_quantity,
                       trade_time, is_buyer_maker, is_best_match, event_time, received_at, source
                FROM read_parquet('%s', hive_partitioning = true, hive_types = {'symbol': VARCHAR, 'date': DATE})
                """
                        .formatted(glob.replace("'", "''")));
    }

    private static String files(Path root) {
        if (!Files.isDirectory(root.resolve("trades"))) {
            throw new Failures.CannotWork(
                    "there are no trades at %s: `gapless run` makes some".formatted(root));
        }
        return root.resolve("trades") + "/*/*/*.parquet";
    }

    private void print(ResultSet rows, PrintWriter out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> header = new ArrayList<>();
        for (int c = 1; c <= columns.getColumnCount(); c++) {
            header.add(columns.getColumnLabel(c));
        }
        List<List<String>> shown = new ArrayList<>();
        boolean more = false;
        while (rows.next()) {
            if (shown.size() == maxRows) {
                more = true;
                break;
            }
            List<String> row = new ArrayList<>();
            for (int c = 1; c <= header.size(); c++) {
                String value = rows.getString(c);
                row.add(value == null ? "NULL" : value);
            }
            shown.add(row);
        }
        out.print(Tables.of(header, shown));
        if (more) {
            out.printf("… there is more: --max-rows %d%n", maxRows * 10);
        }
        out.flush();
    }
}
