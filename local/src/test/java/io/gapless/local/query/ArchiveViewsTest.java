package io.gapless.local.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The views over objects that were put there by hand.
class ArchiveViewsTest {
    private static final Symbol BTC = Symbol.of("BTCUSDT");
    private static final Symbol ETH = Symbol.of("ETHUSDT");
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-01");
    private static final LocalDate SECOND_DAY = LocalDate.parse("2026-01-02");

    @TempDir private Path folder;
    private SampleArchive archive = new SampleArchive(Path.of(""));

    @BeforeEach
    void anArchive() {
        archive = new SampleArchive(folder);
    }

    private static Batch batch(Symbol symbol, String from, long first, long last) {
        TradeColumns trades = new TradeColumns((int) (last - first + 1));
        for (long id = first; id <= last; id++) {
            trades.add(trade(id, Trade.micros(Instant.parse(from)) + (id - first) * 1_000_000));
        }
        return new Batch(symbol, trades);
    }

    /// Prices rise with the ids: 100 and something.
    private static Trade trade(long id, long time) {
        return new Trade(
                id,
                (100 + id % 100) * Decimal8.ONE,
                2 * Decimal8.ONE,
                time,
                id % 2 == 0,
                true,
                time + 500,
                time + 500 + id % 100 * 1_000,
                Source.LIVE);
    }

    private void twoDays() throws IOException {
        archive.put(batch(BTC, "2026-01-01T23:58:00Z", 1_000, 1_059));
        archive.put(batch(BTC, "2026-01-01T23:59:00Z", 1_060, 1_099));
        archive.put(batch(BTC, "2026-01-02T00:00:00Z", 1_100, 1_199));
        archive.put(batch(ETH, "2026-01-01T12:00:00Z", 7, 9));
    }

    private ArchiveViews on(LocalDate today) throws SQLException {
        return ArchiveViews.open(folder.toString(), Selection.ALL, Optional.of(today));
    }

    private static List<String> ask(ArchiveViews views, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = views.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private List<String> askLater(String sql) throws SQLException {
        try (ArchiveViews views = on(LocalDate.parse("2026-02-01"))) {
            return ask(views, sql);
        }
    }

    @Test
    void withoutAnySealEveryPartIsRead() throws Exception {
        twoDays();

        assertThat(
                        askLater(
                                "SELECT symbol, date, count(*), min(trade_id) FROM trades GROUP BY ALL ORDER BY ALL"))
                .containsExactly(
                        "BTCUSDT 2026-01-01 100 1000",
                        "BTCUSDT 2026-01-02 100 1100",
                        "ETHUSDT 2026-01-01 3 7");
    }

    private static final String COPIES =
            "SELECT source, count(*), count(DISTINCT trade_id) FROM trades WHERE symbol = 'BTCUSDT' AND date = '2026-01-01' GROUP BY ALL ORDER BY ALL";

    /// Told apart from the parts by where it says it came from.
    private static Batch copy(long first, long last) {
        TradeColumns trades = new TradeColumns((int) (last - first + 1));
        long start = Trade.micros(Instant.parse("2026-01-01T23:58:00Z"));
        for (long id = first; id <= last; id++) {
            Trade part = trade(id, start + (id - 1_000) * 1_000_000);
            trades.add(
                    new Trade(
                            id,
                            part.price(),
                            part.quantity(),
                            part.time(),
                            part.buyerIsMaker(),
                            part.bestMatch(),
                            Trade.UNKNOWN,
                            Trade.UNKNOWN,
                            Source.DUMP));
        }
        return new Batch(BTC, trades);
    }

    @Test
    void aSealIsReadInsteadOfThePartsFromTheDayAfterItWasMade() throws Exception {
        twoDays();
        archive.seal(copy(1_000, 1_099), SECOND_DAY);

        try (ArchiveViews before = on(SECOND_DAY);
                ArchiveViews after = on(SECOND_DAY.plusDays(1))) {
            assertThat(ask(before, COPIES)).containsExactly("live 100 100");
            assertThat(ask(after, COPIES)).containsExactly("dump 100 100");
            assertThat(ask(after, "SELECT count(*) FROM trades")).containsExactly("203");
        }
    }

    @Test
    void ofADayThatIsSealedInPiecesTheOthersAreReadFromTheirParts() throws Exception {
        twoDays();
        archive.seal(copy(1_000, 1_059), SECOND_DAY);
        archive.seal(copy(1_060, 1_099), SECOND_DAY.plusDays(3));

        try (ArchiveViews early = on(SECOND_DAY.plusDays(3));
                ArchiveViews late = on(SECOND_DAY.plusDays(4))) {
            assertThat(ask(early, COPIES)).containsExactly("dump 60 60", "live 40 40");
            assertThat(ask(late, COPIES)).containsExactly("dump 100 100");
        }
    }

    @Test
    void aVoidUnderASealedKeyCoversNothing() throws Exception {
        twoDays();
        archive.sealVoid(copy(1_000, 1_099).key(), SECOND_DAY);
        archive.seal(copy(1_000, 1_099), SECOND_DAY.plusDays(2));

        try (ArchiveViews between = on(SECOND_DAY.plusDays(2));
                ArchiveViews after = on(SECOND_DAY.plusDays(3))) {
            assertThat(ask(between, COPIES)).containsExactly("live 100 100");
            assertThat(ask(after, COPIES)).containsExactly("dump 100 100");
        }
    }

    @Test
    void aTradeThatTurnsUpAfterSealingIsReadFromItsPart() throws Exception {
        archive.put(batch(BTC, "2026-01-01T23:58:00Z", 1_000, 1_059));
        archive.seal(copy(1_000, 1_059), SECOND_DAY);
        archive.put(batch(BTC, "2026-01-01T23:59:00Z", 1_060, 1_060));

        assertThat(askLater(COPIES)).containsExactly("dump 60 60", "live 1 1");
    }

    @Test
    void whereNothingIsArchivedASentenceSaysSo() {
        assertThatThrownBy(() -> on(FIRST_DAY))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("there are no trades at " + folder);
    }

    @Test
    void quoteQuantityIsExactAndCutOff() throws Exception {
        long time = Trade.micros(Instant.parse("2026-01-01T00:00:00Z"));
        TradeColumns trades = new TradeColumns(2);
        trades.add(
                new Trade(
                        1,
                        Decimal8.ONE * 9_999_999 + 99_999_999,
                        Decimal8.ONE * 46_116_860 + 12_345_678,
                        time,
                        true,
                        true,
                        Trade.UNKNOWN,
                        Trade.UNKNOWN,
                        Source.REST));
        trades.add(
                new Trade(
                        2,
                        150_000_000,
                        3,
                        time,
                        true,
                        true,
                        Trade.UNKNOWN,
                        Trade.UNKNOWN,
                        Source.REST));
        archive.put(new Batch(BTC, trades));

        assertThat(
                        askLater(
                                "SELECT quote_quantity, typeof(quote_quantity) FROM trades ORDER BY trade_id"))
                .containsExactly("461168601234567.33883139 DECIMAL(38,8)", "4E-8 DECIMAL(38,8)");
    }

    @Test
    void missingIdsAreNamedAlsoThoseAtMidnight() throws Exception {
        archive.put(batch(BTC, "2026-01-01T12:00:00Z", 1_000, 1_009));
        archive.put(batch(BTC, "2026-01-01T12:01:00Z", 1_012, 1_019));
        archive.put(batch(BTC, "2026-01-01T12:02:00Z", 1_030, 1_039));
        archive.put(batch(BTC, "2026-01-02T00:00:00Z", 1_041, 1_050));

        assertThat(askLater("FROM completeness ORDER BY date"))
                .containsExactly(
                        "BTCUSDT 2026-01-01 1000 1039 28 0 12 1010-1011, 1020-1029",
                        "BTCUSDT 2026-01-02 1041 1050 10 0 1 1040-1040");
        // One day alone knows where the day before ended.
        assertThat(askLater("SELECT missing FROM completeness WHERE date = '2026-01-02'"))
                .containsExactly("1");
    }

    @Test
    void absentIdsAreNotMissing() throws Exception {
        archive.put(batch(BTC, "2026-01-01T12:00:00Z", 1_000, 1_009));
        archive.put(batch(BTC, "2026-01-01T12:02:00Z", 1_030, 1_039));
        Coverage absent =
                Coverage.of(
                        List.of(
                                new TradeIdRange(1_008, 1_012),
                                new TradeIdRange(1_020, 1_020),
                                new TradeIdRange(1_029, 1_031)));

        try (ArchiveViews views = on(SECOND_DAY)) {
            views.knowAbsent(List.of(knowing(absent)));
            assertThat(ask(views, "SELECT missing, missing_ranges FROM completeness"))
                    .containsExactly("15 1013-1019, 1021-1028");
        }
    }

    private static Checkpoint knowing(Coverage absent) {
        Checkpoint fresh = Checkpoint.none(BTC);
        return new Checkpoint(
                fresh.symbol(),
                fresh.version(),
                absent,
                fresh.claims(),
                absent,
                fresh.wanted(),
                fresh.deferred(),
                fresh.ahead(),
                fresh.headTime(),
                fresh.updatedAt());
    }

    @Test
    void aTradeThatIsThereTwiceIsCounted() throws Exception {
        archive.put(batch(BTC, "2026-01-01T12:00:00Z", 1_000, 1_009));
        archive.put(batch(BTC, "2026-01-01T12:00:05Z", 1_005, 1_012));

        assertThat(askLater("SELECT trades, twice, missing FROM completeness"))
                .containsExactly("18 5 0");
    }

    @Test
    void aVoidIsNothing() throws Exception {
        archive.put(batch(BTC, "2026-01-01T12:00:00Z", 1_000, 1_009));
        archive.putVoid(
                BatchKey.parse(
                        "trades/symbol=BTCUSDT/date=2026-01-01/20260101T120010.000000Z-20260101T120011.000000Z_%019d-%019d.parquet"
                                .formatted(1_010, 1_019)));
        archive.put(batch(BTC, "2026-01-01T12:00:30Z", 1_020, 1_029));
        archive.putVoid(
                BatchKey.parse(
                        "trades/symbol=BTCUSDT/date=2026-01-01/20260101T235910.000000Z-20260101T235911.000000Z_%019d-%019d.parquet"
                                .formatted(1_030, 1_039)));
        archive.put(batch(BTC, "2026-01-02T00:00:00Z", 1_035, 1_049));

        assertThat(askLater("SELECT trades, missing_ranges FROM completeness ORDER BY date"))
                .containsExactly("20 1010-1019, 1030-1034", "15 ");
    }

    @Test
    void candlesOpenAndCloseByIdInAnyInterval() throws Exception {
        twoDays();
        String columns =
                "open_time, open, high, low, close, volume, quote_volume, trades, taker_buy_volume";

        assertThat(
                        askLater(
                                "SELECT "
                                        + columns
                                        + " FROM ohlcv WHERE symbol = 'BTCUSDT' AND date = '2026-01-01' ORDER BY open_time"))
                .containsExactly(
                        "2026-01-01T23:58Z 100.00000000 159.00000000 100.00000000 159.00000000 120.00000000 15540.00000000 60 60.00000000",
                        "2026-01-01T23:59Z 160.00000000 199.00000000 160.00000000 199.00000000 80.00000000 14360.00000000 40 40.00000000");
        assertThat(
                        askLater(
                                "SELECT date, open_time, first_id, last_id FROM ohlcv('1 week') WHERE symbol = 'BTCUSDT'"))
                .containsExactly("2025-12-29 2025-12-29T00:00Z 1000 1199");
        assertThat(
                        askLater(
                                "SELECT date, open_time, trades FROM ohlcv('7 hours') WHERE symbol = 'BTCUSDT' ORDER BY ALL"))
                .as("intervals of less than a day do not reach over midnight")
                .hasSize(2)
                .last()
                .isEqualTo("2026-01-02 2026-01-02T00:00Z 100");
    }

    @Test
    void delaysAreToldByHour() throws Exception {
        twoDays();

        assertThat(
                        askLater(
                                "SELECT hour, trades, event_p50_ms, network_p50_ms, round(total_p99_ms, 2) FROM delay WHERE symbol = 'BTCUSDT' AND date = '2026-01-02'"))
                .containsExactly("2026-01-02T00:00Z 100 0.5 49.5 98.51");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trades",
                "ohlcv",
                "ohlcv('1 hour')",
                "ohlcv('1 day')",
                "completeness",
                "delay"
            })
    void aConditionOnSymbolAndDateOpensOnlyTheirObjects(String view) throws Exception {
        twoDays();

        assertThat(plan(view, "symbol = 'BTCUSDT' AND date = '2026-01-01'"))
                .contains("Scanning Files: 2/4");
        assertThat(plan(view, "date >= '2026-01-02'")).contains("Scanning Files: 1/4");
        assertThat(plan(view, "symbol = 'ETHUSDT'")).contains("Scanning Files: 1/4");
    }

    @Test
    void thePartsOfASealedDayAreNotOpened() throws Exception {
        twoDays();
        archive.seal(copy(1_000, 1_099), SECOND_DAY);

        assertThat(plan("trades", "date = '2026-01-01'")).contains("Scanning Files: 2/3");
    }

    private String plan(String view, String condition) throws SQLException {
        return String.join("\n", askLater("EXPLAIN FROM " + view + " WHERE " + condition));
    }

    @Test
    void aSelectionListsNothingElse() throws Exception {
        twoDays();

        try (ArchiveViews views =
                ArchiveViews.open(folder.toString(), new Selection("ETHUSDT", "2026-01-*"))) {
            assertThat(ask(views, "SELECT count(*) FROM objects")).containsExactly("1");
        }
        assertThatThrownBy(() -> new Selection("../x", "*"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
