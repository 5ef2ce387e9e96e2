package io.gapless.local.command;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.query.ArchiveViews;
import io.gapless.local.query.Selection;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
            "Runs SQL over the archive with DuckDB. Views:",
            "  trades: symbol, date, trade_id, trade_time, price, quantity, quote_quantity, is_buyer_maker, is_best_match,"
                    + " event_time, received_at, source, trade_time_us. Each trade once: of a sealed day the sealed copy,"
                    + " of the others the parts.",
            "  ohlcv, or of any interval ohlcv('5 minutes'): symbol, date, open_time, open, high, low, close, volume,"
                    + " quote_volume, trades, taker_buy_volume, first_id, last_id.",
            "  completeness: symbol, date, first_id, last_id, trades, twice, missing, missing_ranges.",
            "  delay: symbol, date, hour, trades, and p50 and p99 in milliseconds of event, network and both.",
            "A condition on symbol and date reads only their objects. Examples:",
            "  gapless query \"SELECT * FROM ohlcv('1 hour') WHERE symbol = 'BTCUSDT' AND date = '2026-01-01'\"",
            "  gapless query \"SELECT * FROM completeness WHERE missing > 0\"",
            "More in docs/query.md."
        })
final class QueryCommand implements Callable<Integer> {
    /// Only these ask what the checkpoints know; whoever has no right to read those can ask all else.
    private static final Pattern ASKS_FOR_ABSENT =
            Pattern.compile("\\b(completeness|absent_ids)\\b", Pattern.CASE_INSENSITIVE);

    @Parameters(index = "0", paramLabel = "SQL", description = "One statement.")
    private String sql = "";

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most rows to print. Default: ${DEFAULT-VALUE}")
    private int maxRows = 1000;

    @Option(
            names = "--symbol",
            paramLabel = "SYMBOL",
            defaultValue = "*",
            description =
                    "List only its objects, which is faster in a large bucket; * for any characters.")
    private String symbol = "*";

    @Option(
            names = "--date",
            paramLabel = "DATE",
            defaultValue = "*",
            description = "List only this day's objects, or 2026-01-* for a month's.")
    private String date = "*";

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws SQLException {
        Place place = places.place(null);
        PrintWriter out = Output.of(spec);
        try (ArchiveViews views = ArchiveViews.open(archive(place), new Selection(symbol, date))) {
            if (ASKS_FOR_ABSENT.matcher(sql).find()) {
                views.knowAbsent(checkpoints(place));
            }
            try (Statement statement = views.connection().createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                print(rows, out);
            }
        } catch (SQLException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("DuckDB: " + said, e);
        }
        return 0;
    }

    private static String archive(Place place) {
        return switch (place) {
            case Place.Folder(var root) -> folder(root);
            case Place.Emulated(var aws) -> folder(aws.bucketFolder());
            case Place.Bucket(var bucket, var _) -> "s3://" + bucket;
        };
    }

    private static String folder(Path root) {
        if (!Files.isDirectory(root.resolve("trades"))) {
            throw new Failures.CannotWork(
                    "there are no trades at %s: `gapless run` makes some".formatted(root));
        }
        return root.toString();
    }

    private List<Checkpoint> checkpoints(Place place) {
        // A copy of an archive has no checkpoints, and asking must not make any.
        if (place instanceof Place.Folder folder && Files.notExists(folder.database())) {
            return List.of();
        }
        try (Stores stores = Stores.openExisting(place, System.getenv(), Clock.systemUTC())) {
            return stores.checkpoints().all();
        } catch (StorageRefusedException | StorageUnavailableException e) {
            PrintWriter errors = Output.errors(spec);
            errors.println(
                    "gapless: ids that never existed count as missing, because the checkpoints cannot be read: "
                            + e.getMessage());
            errors.flush();
            return List.of();
        }
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
                row.add(text(rows.getObject(c)));
            }
            shown.add(row);
        }
        out.print(Tables.of(header, shown));
        if (more) {
            out.printf("… there is more: --max-rows %d%n", maxRows * 10);
        }
        out.flush();
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal number -> number.toPlainString();
            default -> String.valueOf(value);
        };
    }
}
