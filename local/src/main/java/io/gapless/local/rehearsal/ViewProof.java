package io.gapless.local.rehearsal;

import io.gapless.archive.Checkpoint;
import io.gapless.local.query.ArchiveViews;
import io.gapless.local.query.Selection;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Asks the views of `gapless query` for everything, and holds the answers against what was traded.
final class ViewProof {
    /// Complaints told of one question.
    private static final int MAX_TOLD = 3;

    /// What dumps of the years before tell of times is cut to milliseconds; nothing else may differ.
    private static final String SAME_TIME =
            """
            epoch_us(v.trade_time) =
                CASE WHEN v.source = 'dump' AND v.date < DATE '%s' THEN t.trade_time // 1000 * 1000
                     ELSE t.trade_time END\
            """
                    .formatted(RehearsalSettings.FIRST_IN_MICROS);

    private final Path archive;
    private final List<Checkpoint> checkpoints;
    private final TapeTable tape;
    private final Complaints complaints;

    /// @param tape what was traded of each symbol
    ViewProof(Path archive, List<Checkpoint> checkpoints, TapeTable tape, Complaints complaints) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.tape = tape;
        this.complaints = complaints;
    }

    /// What the views gave.
    ///
    /// @param trades rows of the view `trades`
    /// @param missing ids traded that it has not
    /// @param twice rows beyond one of an id
    /// @param different rows that are not what was traded, or were not traded at all
    record Result(long trades, long missing, long twice, long different) {
        static final Result NONE = new Result(0, 0, 0, 0);

        Result plus(Result other) {
            return new Result(
                    trades + other.trades,
                    missing + other.missing,
                    twice + other.twice,
                    different + other.different);
        }

        /// Of two answers the worse one.
        Result orWorse(Result other) {
            return new Result(
                    trades,
                    Math.max(missing, other.missing),
                    Math.max(twice, other.twice),
                    Math.max(different, other.different));
        }
    }

    /// @param today the date that decides which sealed objects are in effect
    Result ask(List<Symbol> symbols, LocalDate today, Progress progress, String name)
            throws IOException {
        Result all = Result.NONE;
        progress.begin("symbols", symbols.size());
        long done = 0;
        for (Symbol symbol : symbols) {
            try (ArchiveViews views =
                            ArchiveViews.open(
                                    archive.toString(),
                                    new Selection(symbol.toString(), "*"),
                                    Optional.of(today));
                    Statement statement = views.connection().createStatement()) {
                views.knowAbsent(checkpoints);
                tape.load(symbol, statement);
                Result result = trades(statement);
                if (!result.equals(new Result(result.trades(), 0, 0, 0))) {
                    complaints.add("%s, view trades, %s: %s".formatted(symbol, name, result));
                }
                completeness(symbol, statement, name);
                candles(symbol, statement, name);
                all = all.plus(result);
            } catch (SQLException e) {
                complaints.add("%s, %s: %s".formatted(symbol, name, e.getMessage()));
            }
            progress.at(++done);
        }
        progress.end();
        return all;
    }

    private static Result trades(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        """
                        SELECT count(v.trade_id),
                               count(*) FILTER (v.trade_id IS NULL),
                               count(v.trade_id) - count(DISTINCT v.trade_id),
                               count(*) FILTER (v.trade_id IS NOT NULL AND (t.trade_id IS NULL OR NOT (
                                   v.price = t.price AND v.quantity = t.quantity
                                   AND v.quote_quantity = trunc(t.price * t.quantity, 8)
                                   AND v.is_buyer_maker = t.is_buyer_maker AND %s)))
                        FROM trades v FULL JOIN tape t USING (trade_id)
                        """
                                .formatted(SAME_TIME))) {
            row.next();
            return new Result(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    private void completeness(Symbol symbol, Statement statement, String name) throws SQLException {
        tell(
                statement,
                "SELECT date, missing, missing_ranges, twice FROM completeness"
                        + " WHERE missing > 0 OR twice > 0 ORDER BY date",
                "%s, view completeness, %s: date, missing, ids, twice".formatted(symbol, name));
        tell(
                statement,
                """
                FROM (SELECT date, min(trade_id), max(trade_id), count(*) FROM tape GROUP BY date
                      EXCEPT SELECT date, first_id, last_id, trades FROM completeness) ORDER BY ALL
                """,
                "%s, view completeness, %s, does not have date, first id, last id, trades"
                        .formatted(symbol, name));
    }

    private void candles(Symbol symbol, Statement statement, String name) throws SQLException {
        tell(
                statement,
                """
                FROM (SELECT date, arg_min(price, trade_id), max(price), min(price), arg_max(price, trade_id),
                             sum(quantity), count(*) FROM tape GROUP BY date
                      EXCEPT SELECT date, open, high, low, close, volume, trades FROM ohlcv('1 day')) ORDER BY ALL
                """,
                "%s, view ohlcv, %s, does not have date, open, high, low, close, volume, trades"
                        .formatted(symbol, name));
    }

    private void tell(Statement statement, String question, String what) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            int columns = rows.getMetaData().getColumnCount();
            for (int told = 0; rows.next() && told < MAX_TOLD; told++) {
                StringBuilder row = new StringBuilder();
                for (int c = 1; c <= columns; c++) {
                    row.append(c == 1 ? "" : ", ").append(rows.getString(c));
                }
                complaints.add(what + ": " + row);
            }
        }
    }

    /// What the repair filled, from the first trade on that was archived live.
    Holes holes(Symbol symbol, LocalDate today) throws IOException, SQLException {
        try (ArchiveViews views =
                        ArchiveViews.open(
                                archive.toString(),
                                new Selection(symbol.toString(), "*"),
                                Optional.of(today));
                Statement statement = views.connection().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT count(*) FILTER (source <> 'live' AND before = 'live'),
                                       count(*) FILTER (source <> 'live')
                                FROM (SELECT source, lag(source) OVER (ORDER BY trade_id) AS before
                                      FROM trades
                                      WHERE trade_id >= (SELECT min(trade_id) FROM trades WHERE source = 'live'))
                                """)) {
            row.next();
            return new Holes(row.getLong(1), row.getLong(2));
        }
    }

    /// What the repair filled behind the listener's back.
    ///
    /// @param holes stretches of ids that the listener never archived
    /// @param ids of them
    record Holes(long holes, long ids) {
        Holes plus(Holes other) {
            return new Holes(holes + other.holes, ids + other.ids);
        }
    }
}
