package io.gapless.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpDumpHistoryTest {
    private static final DumpFile FILE =
            new DumpFile(Symbol.of("BTCUSDT"), LocalDate.parse("2025-01-02"));
    private static final Instant NOW = Instant.parse("2025-01-03T12:00:00Z");
    private static final TradeColumns TRADES =
            new SampleTrades(5)
                    .from(Source.DUMP)
                    .at(Instant.parse("2025-01-02T00:00:00Z"))
                    .take(3_000);
    private static final byte[] ZIP = SampleDumps.zip(FILE, SampleDumps.csv(TRADES));

    @TempDir private Path folder = Path.of("");
    private final List<Duration> pauses = new ArrayList<>();
    private Duration stallTimeout = Duration.ofMinutes(1);

    @SuppressWarnings("NullAway.Init")
    private DumpServer server;

    @BeforeEach
    void start() throws IOException {
        server = new DumpServer();
        server.publish(FILE, ZIP);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("left behind").isEmpty();
        }
    }

    private DumpDay day(Instant deadline) throws InterruptedException {
        return day(server.url(), deadline);
    }

    private DumpDay day(URI url, Instant deadline) throws InterruptedException {
        DumpSettings settings = new DumpSettings(url, folder, Duration.ofSeconds(5), stallTimeout);
        try (HttpDumpHistory history =
                new HttpDumpHistory(
                        settings, InstantSource.fixed(NOW), pauses::add, Seeds.random(1))) {
            return history.day(FILE.symbol(), FILE.date(), deadline);
        }
    }

    private void isWhole(DumpDay day) throws BrokenDumpException {
        assertThat(day).isInstanceOf(DumpDay.Published.class);
        try (DailyDump dump = ((DumpDay.Published) day).dump();
                DumpRows rows = dump.rows()) {
            TradeColumns all = new TradeColumns(4_000);
            assertThat(rows.next(all, 10_000)).isEqualTo(TRADES.size());
            assertThat(all.rows()).isEqualTo(TRADES.rows());
            assertThat(SampleDumps.checksum(FILE, ZIP)).startsWith(dump.sha256());
        }
    }

    @Test
    void aPublishedDayIsFetchedAndItsChecksumVerified() throws Exception {
        isWhole(day(Instant.MAX));
        assertThat(server.asked).containsExactly("/" + FILE.checksumPath(), "/" + FILE.path());
    }

    @Test
    void aTransferThatBreaksGoesOnWhereItBroke() throws Exception {
        server.cuts.addAll(List.of(10_000, 0, 7_000));
        isWhole(day(Instant.MAX));
        assertThat(server.asked).hasSize(5);
        assertThat(server.asked.get(2)).endsWith(" bytes=10000-");
        assertThat(server.asked.get(4)).endsWith(" bytes=17000-");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aHostWithoutRangesStartsAnew() throws Exception {
        server.knowsRanges = false;
        server.cuts.addAll(List.of(10_000, 20_000));
        isWhole(day(Instant.MAX));
    }

    @Test
    void aFileThatIsReplacedMeanwhileIsFetchedAnew() throws Exception {
        byte[] old = SampleDumps.zip(FILE, SampleDumps.csv(TRADES.slice(0, 2_900)));
        server.publish(FILE, old);
        server.cuts.add(10_000);
        server.before =
                (host, asked) -> {
                    if (asked == 3) {
                        host.publish(FILE, ZIP);
                    }
                };
        isWhole(day(Instant.MAX));
    }

    @Test
    void nothingComingIsABrokenTransfer() throws Exception {
        stallTimeout = Duration.ofSeconds(3);
        server.stalls = true;
        server.cuts.add(10_000);
        isWhole(day(Instant.MAX));
        assertThat(server.asked.get(2)).endsWith(" bytes=10000-");
    }

    @Test
    void transfersThatBreakAgainAndAgainAreGivenUp() throws Exception {
        server.cuts.addAll(List.of(1, 1, 1, 1, 1, 1));
        assertThat(day(Instant.MAX)).isInstanceOf(DumpDay.Unavailable.class);
        assertThat(server.asked).hasSize(1 + Download.MAX_TRANSFERS);
    }

    @Test
    void aWrongChecksumIsFetchedOnceMoreAndThenTold() throws Exception {
        server.publish(FILE, ZIP, "0".repeat(64) + "  " + FILE.zipName());
        assertThat(day(Instant.MAX))
                .isInstanceOfSatisfying(
                        DumpDay.Broken.class,
                        broken ->
                                assertThat(broken.why())
                                        .contains(FILE.zipName(), "0".repeat(64), "is published"));
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void aChecksumThatIsNoneIsTold() throws Exception {
        for (String text :
                List.of("", "<html>", "0".repeat(64) + "  other.zip", "x".repeat(100_000))) {
            server.publish(FILE, ZIP, text);
            assertThat(day(Instant.MAX)).isInstanceOf(DumpDay.Broken.class);
        }
    }

    @Test
    void whatAKilledProcessLeftBehindIsClearedAndNothingElse() throws Exception {
        Path another = Files.createFile(folder.resolve("another.zip"));
        DumpDay day = day(Instant.MAX);

        HttpDumpHistory.clearLeftovers(folder);

        assertThat(day).isInstanceOf(DumpDay.Published.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(another);
        }
        Files.delete(another);
        HttpDumpHistory.clearLeftovers(folder.resolve("never made"));
    }

    @Test
    void aDayWithoutFileOrWithoutChecksumIsNotPublished() throws Exception {
        server.remove(FILE.path());
        assertThat(day(Instant.MAX)).isEqualTo(new DumpDay.NotPublished(FILE));
        server.publish(FILE, ZIP);
        server.remove(FILE.checksumPath());
        assertThat(day(Instant.MAX)).isEqualTo(new DumpDay.NotPublished(FILE));
    }

    @Test
    void aHostThatRefusesSaysNothingAboutTheFile() throws Exception {
        server.status = 503;
        assertThat(day(Instant.MAX)).isInstanceOf(DumpDay.Unavailable.class);
        assertThat(day(URI.create("http://127.0.0.1:1"), Instant.MAX))
                .isInstanceOf(DumpDay.Unavailable.class);
    }

    @Test
    void whatCannotBeDoneInTheTimeIsNotBegun() throws Exception {
        assertThat(day(NOW.minusSeconds(1)))
                .isInstanceOfSatisfying(
                        DumpDay.Unavailable.class, no -> assertThat(no.why()).contains("time"));
    }

    @Test
    void idsThatHaveStartedAnewHaveNoDumps() throws Exception {
        try (HttpDumpHistory history =
                new HttpDumpHistory(
                        DumpSettings.at(server.url(), folder),
                        InstantSource.fixed(NOW),
                        pauses::add,
                        Seeds.random(1))) {
            assertThat(history.day(FILE.symbol().nextIdSpace(), FILE.date(), Instant.MAX))
                    .isInstanceOf(DumpDay.NotPublished.class);
        }
    }
}
