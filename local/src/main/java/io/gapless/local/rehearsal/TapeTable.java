package io.gapless.local.rehearsal;

import io.gapless.exchange.tape.Fixed8;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.ToLongFunction;

/// What was traded, as a table of DuckDB: `tape` with one symbol's trades from the first id that was asked for on.
final class TapeTable {
    private final TradedYear year;
    private final ToLongFunction<Symbol> firstIds;
    private final Path folder;

    /// @param folder for temporary files
    TapeTable(TradedYear year, ToLongFunction<Symbol> firstIds, Path folder) {
        this.year = year;
        this.firstIds = firstIds;
        this.folder = folder;
    }

    void load(Symbol symbol, Statement statement) throws IOException, SQLException {
        Path csv = folder.resolve(symbol + ".csv");
        if (Files.notExists(csv)) {
            write(symbol, csv);
        }
        statement.execute(
                """
                CREATE TEMP TABLE tape AS
                SELECT *, CAST(make_timestamp(trade_time) AS DATE) AS date
                FROM read_csv('%s', header = false, auto_detect = false, delim = ',', columns = {
                    'trade_id': 'BIGINT', 'price': 'DECIMAL(19,8)', 'quantity': 'DECIMAL(19,8)',
                    'trade_time': 'BIGINT', 'is_buyer_maker': 'BOOLEAN'})
                """
                        .formatted(csv.toString().replace("'", "''")));
    }

    private void write(Symbol symbol, Path csv) throws IOException {
        Files.createDirectories(folder);
        try (Writer out = Files.newBufferedWriter(csv)) {
            year.read(
                    symbol,
                    firstIds.applyAsLong(symbol),
                    year.lastId(symbol),
                    trade -> {
                        try {
                            out.write(
                                    "%d,%s,%s,%d,%s\n"
                                            .formatted(
                                                    trade.id(),
                                                    Fixed8.format(trade.price()),
                                                    Fixed8.format(trade.quantity()),
                                                    trade.tradeMicros(),
                                                    trade.buyerMaker()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
