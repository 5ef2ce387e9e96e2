package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Gap;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// DuckDB over `trades/`, again and again on a thread of its own, as anybody might read the archive
/// while it is written: at no moment an id twice, and what is missing is known to be missing.
final class IndependentReader implements AutoCloseable {
    private final Path root;
    private final Checkpoints checkpoints;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Integer> reading;
    private volatile boolean ending;
    private volatile int samplesWithHoles;

    /// What one query saw of a symbol.
    private record Seen(long rows, long distinctIds, Coverage ids) {}

    /// @param checkpoints opened for this reader alone
    IndependentReader(Path root, Checkpoints checkpoints) {
        this.root = root;
        this.checkpoints = checkpoints;
        reading = thread.submit(this::readOn);
    }

    /// Ends the reading.
    ///
    /// @return how often it has read
    int samples() throws Exception {
        ending = true;
        return reading.get();
    }

    /// How many of these saw an id missing between the first and the last.
    int samplesWithHoles() {
        return samplesWithHoles;
    }

    /// Whether it has seen what must not be, which [#samples] tells.
    boolean hasEnded() {
        return reading.isDone();
    }

    @Override
    public void close() {
        ending = true;
        thread.shutdownNow();
    }

    /// The name of the archive's rows in a query.
    static String rows(Path root) {
        return "read_parquet('%s', hive_partitioning = true, hive_types = {'symbol': VARCHAR, 'date': DATE})"
                .formatted(glob(root));
    }

    private static String glob(Path root) {
        return root.resolve("trades") + "/**/*.parquet";
    }

    private int readOn() throws Exception {
        int samples = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            while (!ending) {
                Map<Symbol, Checkpoint> before = new HashMap<>();
                checkpoints.all().forEach(c -> before.put(c.symbol(), c));
                if (!anyObject()) {
                    continue;
                }
                look(statement).forEach((symbol, seen) -> check(symbol, seen, before.get(symbol)));
                samples++;
            }
        }
        return samples;
    }

    private void check(Symbol symbol, Seen seen, Checkpoint before) {
        assertThat(seen.rows()).as("rows of %s", symbol).isEqualTo(seen.distinctIds());
        TradeIdRange span = seen.ids().span().orElseThrow();
        Coverage missing = Coverage.of(span).minus(seen.ids());
        if (!missing.isEmpty()) {
            samplesWithHoles++;
        }
        Coverage known = before.claimed().plus(before.absent());
        for (Gap gap : before.gaps(OptionalLong.of(span.last()))) {
            known = known.plus(gap.range());
        }
        assertThat(missing.minus(known))
                .as("ids of %s that are neither there nor known to be missing", symbol)
                .isEqualTo(Coverage.EMPTY);
    }

    private Map<Symbol, Seen> look(Statement statement) throws SQLException {
        Map<Symbol, List<TradeIdRange>> runs = new HashMap<>();
        Map<Symbol, Long> rows = new HashMap<>();
        Map<Symbol, Long> distinctIds = new HashMap<>();
        // One query, so that all of it is about the same moment.
        try (ResultSet result =
                statement.executeQuery(
                        """
                        WITH ids AS (SELECT symbol, trade_id, count(*) AS times FROM %s GROUP BY ALL),
                             islands AS (SELECT *, trade_id - row_number() OVER (PARTITION BY symbol ORDER BY trade_id) AS island FROM ids)
                        SELECT symbol, min(trade_id), max(trade_id), sum(times)::BIGINT, count(*)
                        FROM islands GROUP BY symbol, island
                        """
                                .formatted(rows(root)))) {
            while (result.next()) {
                Symbol symbol = Symbol.of(result.getString(1));
                runs.computeIfAbsent(symbol, _ -> new ArrayList<>())
                        .add(new TradeIdRange(result.getLong(2), result.getLong(3)));
                rows.merge(symbol, result.getLong(4), Long::sum);
                distinctIds.merge(symbol, result.getLong(5), Long::sum);
            }
        }
        Map<Symbol, Seen> seen = new HashMap<>();
        runs.forEach((symbol, ranges) ->
                seen.put(
                        symbol,
                        new Seen(rows.get(symbol), distinctIds.get(symbol), Coverage.of(ranges))));
        return seen;
    }

    private boolean anyObject() throws Exception {
        Path trades = root.resolve("trades");
        PathMatcher objects = FileSystems.getDefault().getPathMatcher("glob:" + glob(root));
        if (!Files.isDirectory(trades)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(trades)) {
            return files.anyMatch(objects::matches);
        }
    }
}
