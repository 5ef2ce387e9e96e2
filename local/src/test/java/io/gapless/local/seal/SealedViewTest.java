package io.gapless.local.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.binance.SettableClock;
import io.gapless.seal.SealOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rule of `docs/data-format.md`, as DuckDB runs it while days are sealed.
class SealedViewTest {
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-02");
    private static final int DAYS = 4;
    private static final int PER_DAY = 120;

    @TempDir private Path root = Path.of("");

    /// What a query over the whole archive sees.
    private record Seen(long rows, long distinct, long fromSealed) {}

    @Test
    void aReaderAllTheWhileSeesEachTradeOnceAndNeverFewer() throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-02T00:00:00Z"));
        AtomicLong archived = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        try (SealedFolder folder = new SealedFolder(root, clock)) {
            folder.trade(FIRST_DAY, PER_DAY);
            archived.set(PER_DAY);
            CompletableFuture<Integer> reader =
                    CompletableFuture.supplyAsync(() -> readUntil(ended, archived, clock));
            for (int day = 1; day <= DAYS; day++) {
                LocalDate date = FIRST_DAY.plusDays(day);
                clock.set(date.atStartOfDay(ZoneOffset.UTC).toInstant());
                folder.trade(date, PER_DAY);
                archived.addAndGet(PER_DAY);
                clock.advance(Duration.ofHours(2));
                assertThat(folder.seal(date.minusDays(1)))
                        .isInstanceOf(SealOutcome.Certified.class);
                if (day > 1) {
                    // A trade of two days ago turns up, behind newer ids.
                    folder.archive(
                            folder.market
                                    .at(
                                            date.minusDays(1)
                                                    .atStartOfDay(ZoneOffset.UTC)
                                                    .toInstant()
                                                    .minusSeconds(1))
                                    .take(1));
                    archived.incrementAndGet();
                    folder.trade(date, 1);
                    archived.incrementAndGet();
                    assertThat(folder.seal(date.minusDays(2)))
                            .isInstanceOf(SealOutcome.Certified.class);
                }
            }
            ended.set(true);
            assertThat(reader.get(2, TimeUnit.MINUTES)).isPositive();
        }
        Seen later = look(FIRST_DAY.plusDays(30));
        assertThat(later.rows()).isEqualTo(archived.get()).isEqualTo(later.distinct());
        assertThat(later.fromSealed()).isEqualTo((long) DAYS * PER_DAY + DAYS - 1 + DAYS - 2);
    }

    private int readUntil(AtomicBoolean ended, AtomicLong archived, SettableClock clock) {
        int queries = 0;
        long before = 0;
        try {
            while (!ended.get() || queries == 0) {
                long least = archived.get();
                Seen seen = look(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
                assertThat(seen.rows())
                        .isEqualTo(seen.distinct())
                        .isGreaterThanOrEqualTo(least)
                        .isGreaterThanOrEqualTo(before);
                before = seen.rows();
                queries++;
            }
            return queries;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Seen look(LocalDate today) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            String view = Files.isDirectory(root.resolve("sealed")) ? rule(today) : parts();
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT count(*), count(DISTINCT trade_id) FROM (" + view + ")")) {
                row.next();
                return new Seen(row.getLong(1), row.getLong(2), fromSealed(duckdb, today));
            }
        }
    }

    private long fromSealed(Connection duckdb, LocalDate today) throws SQLException {
        if (!Files.isDirectory(root.resolve("sealed"))) {
            return 0;
        }
        try (Statement statement = duckdb.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM read_parquet('%s/sealed/*/*/*/*.parquet', hive_partitioning = true) WHERE sealed_on < DATE '%s'"
                                        .formatted(root, today))) {
            row.next();
            return row.getLong(1);
        }
    }

    private String parts() {
        return "SELECT * FROM read_parquet('%s/trades/*/*/*.parquet')".formatted(root);
    }

    /// The document's own statement.
    private String rule(LocalDate today) throws Exception {
        String document = Files.readString(Path.of("../docs/data-format.md"));
        Matcher sql =
                Pattern.compile("```sql\n(WITH sealed AS.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(sql.find()).isTrue();
        return sql.group(1)
                .replace("(now() AT TIME ZONE 'UTC')::DATE", "DATE '" + today + "'")
                .replace("'sealed/", "'" + root + "/sealed/")
                .replace("'trades/", "'" + root + "/trades/");
    }
}
