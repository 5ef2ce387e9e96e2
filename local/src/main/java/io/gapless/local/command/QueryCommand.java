package io.gapless.local.command;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.local.chart.DayChart;
import io.gapless.local.chart.DayReader;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.query.ArchiveViews;
import io.gapless.local.query.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
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
                    + " event_time, received_at, source, trade_time_us. Each trade once, be it sealed or recent.",
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

    @Parameters(index = "0", arity = "0..1", paramLabel = "SQL", description = "One statement.")
    private @Nullable String sql;

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
            description =
                    "List only this day's objects, or 2026-01-* for a month's. Nothing is known of the days beside them then.")
    private String date = "*";

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description =
                    "Draw price and volume of --symbol on --date as a PNG instead, with a hole and a shade where ids are missing.")
    private @Nullable Path chart;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws SQLException, IOException {
        Selection selection = new Selection(symbol, date);
        if (chart != null && !selection.isOneDay()) {
            throw new IllegalArgumentException(
                    "--chart draws one day: say which, as --symbol BTCUSDT --date 2026-01-31");
        }
        if (chart == null && sql == null) {
            throw new IllegalArgumentException(
                    "what shall be asked? An example: gapless query \"SELECT * FROM completeness\"");
        }
        Place place = places.place(null);
        try (ArchiveViews views = ArchiveViews.open(archive(place), selection)) {
            if (chart != null || ASKS_FOR_ABSENT.matcher(String.valueOf(sql)).find()) {
                views.knowAbsent(checkpoints(place));
            }
            if (chart != null) {
                draw(views, chart);
            }
            if (sql != null) {
                ask(views, sql);
            }
        } catch (SQLException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("DuckDB: " + said, e);
        }
        return 0;
    }

    private void draw(ArchiveViews views, Path file) throws SQLException, IOException {
        LocalDate day;
        try {
            day = LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no date: expected 2026-01-31".formatted(date), e);
        }
        new DayChart(new DayReader(views.connection(), symbol, day).read()).writeTo(file);
        PrintWriter out = Output.of(spec);
        out.println(file);
        out.flush();
    }

    private void ask(ArchiveViews views, String question) throws SQLException {
        try (Statement statement = views.connection().createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            print(rows, Output.of(spec));
        }
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
