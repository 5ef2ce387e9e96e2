package io.gapless.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyDumpTest {
    private static final DumpFile FILE =
            new DumpFile(Symbol.of("BTCUSDT"), LocalDate.parse("2025-01-02"));

    @TempDir private Path folder = Path.of("");

    private DailyDump dump(byte[] zip) throws IOException {
        Path path = folder.resolve("day.zip");
        Files.write(path, zip);
        return new DailyDump(FILE, path, "0");
    }

    private static TradeColumns trades(int count) {
        return new SampleTrades(3)
                .from(Source.DUMP)
                .at(Instant.parse("2025-01-02T00:00:00Z"))
                .take(count);
    }

    private static List<Trade> all(DumpRows rows) throws BrokenDumpException {
        TradeColumns all = new TradeColumns(1_000);
        while (rows.next(all, 999) > 0) {
            assertThat(all.size()).isPositive();
        }
        return all.rows();
    }

    private static byte[] shuffled(List<Trade> trades) {
        List<Trade> shuffled = new ArrayList<>(trades);
        Collections.shuffle(shuffled, new Random(1));
        StringBuilder csv = new StringBuilder();
        shuffled.forEach(trade -> csv.append(SampleDumps.line(trade)));
        return SampleDumps.zip(FILE, csv.toString());
    }

    @Test
    void rowsInAnyOrderAndRepeatedOnesComeOutSortedAndOnce() throws Exception {
        List<Trade> trades = trades(2 * RowsSortedOnDisk.PIECE + 17).rows();
        List<Trade> twice = new ArrayList<>(trades);
        twice.addAll(trades.subList(5, 1_005));
        try (DailyDump dump = dump(shuffled(twice))) {
            try (DumpRows rows = dump.rows()) {
                assertThatThrownBy(() -> all(rows)).isInstanceOf(UnorderedDumpException.class);
            }
            try (DumpRows rows = dump.sortedRows()) {
                assertThat(all(rows)).isEqualTo(trades);
                assertThat(rows.repeated()).isEqualTo(1_000);
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void twoVersionsOfOneTradeAreRefusedAlsoFarApart() throws Exception {
        List<Trade> trades = new ArrayList<>(trades(1_000).rows());
        Trade first = trades.getFirst();
        trades.add(
                new Trade(
                        first.id(),
                        first.price() + 1,
                        first.quantity(),
                        first.time(),
                        first.buyerIsMaker(),
                        first.bestMatch(),
                        Trade.UNKNOWN,
                        Trade.UNKNOWN,
                        Source.DUMP));
        try (DailyDump dump = dump(shuffled(trades));
                DumpRows rows = dump.sortedRows()) {
            assertThatThrownBy(() -> all(rows))
                    .hasMessageContaining("two rows of one id say different things")
                    .hasMessageContaining(Long.toString(first.id()));
        }
    }

    @Test
    void aZipBombIsRefused() throws Exception {
        byte[] zeros = new byte[60 << 20];
        try (DailyDump dump = dump(SampleDumps.zip(FILE.csvName(), zeros))) {
            assertThat(dump.size()).isLessThan(100_000);
            assertThatThrownBy(dump::rows)
                    .isInstanceOf(BrokenDumpException.class)
                    .hasMessageContaining("more than a day can have");
        }
    }

    @Test
    void aZipThatHoldsSomethingElseIsRefused() throws Exception {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(two)) {
            for (String name : List.of(FILE.csvName(), "../../etc/passwd")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        }
        byte[] row = (DumpCsvTest.ROW + "\n").getBytes(StandardCharsets.UTF_8);
        for (byte[] bad :
                List.of(
                        two.toByteArray(),
                        SampleDumps.zip("BTCUSDT-trades-2025-01-03.csv", row),
                        new byte[0],
                        "<html>".getBytes(StandardCharsets.UTF_8))) {
            try (DailyDump dump = dump(bad)) {
                assertThatThrownBy(dump::rows)
                        .isInstanceOf(BrokenDumpException.class)
                        .hasMessageContaining(FILE.zipName());
            }
        }
    }

    @Test
    void aZipThatIsCutShortIsRefused() throws Exception {
        byte[] whole = SampleDumps.zip(FILE, SampleDumps.csv(trades(10_000)));
        try (DailyDump dump = dump(java.util.Arrays.copyOf(whole, whole.length / 2))) {
            assertThatThrownBy(dump::rows).isInstanceOf(BrokenDumpException.class);
        }
    }
}
