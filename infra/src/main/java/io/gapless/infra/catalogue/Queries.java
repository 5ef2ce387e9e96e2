package io.gapless.infra.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The SQL of views and named queries, in the dialect of Athena's engine 3 (Trino): the files of
/// `sql/athena`.
final class Queries {
    /// Under `queries/`, by the names they have in Athena.
    static final List<String> NAMED =
            List.of("trades-of-a-day", "candles", "completeness", "freshness");

    private Queries() {}

    /// The text of a view.
    static String view(String name) {
        return text(name);
    }

    /// The text of a named query.
    static String named(String name) {
        return text("queries/" + name);
    }

    /// The same for one symbol only, as a table needs it that does not know all of them.
    static String ofOneSymbol(String sql, String symbol) {
        return sql.replace("WHERE \"date\"", "WHERE symbol = '%s' AND \"date\"".formatted(symbol))
                .replace("'BTCUSDT'", "'" + symbol + "'");
    }

    private static String text(String name) {
        String file = "/sql/athena/" + name + ".sql";
        try (InputStream sql = Queries.class.getResourceAsStream(file)) {
            if (sql == null) {
                throw new IllegalStateException(file + " is not in the jar: build it again");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
