package io.gapless.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged dumps: each is read as an independent reader reads it, or refused.
class DumpMutationTest {
    private static final int ROUNDS = 1_000;
    private static final int ZIPS = 60;
    private static final DumpFile FILE =
            new DumpFile(Symbol.of("BTCUSDT"), LocalDate.parse("2025-01-02"));

    static final String CSV =
            DumpCsvTest.ROW
                    + "\n4361451943,0.00000001,46116860414.00000000,1,1735776000113702,False,False\n"
                    + "4361451945,94591,0.5,14.18876700,1735776000113702,true,false\n";

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void damagedRowsAreReadExactlyOrRefused(long seed) {
        Mutations files = Mutations.of(Seeds.random(seed), CSV);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] csv = files.next();
            try {
                boolean[] read = new boolean[1];
                Refusals.withinMemory(() -> read[0] = rows(csv));
                accepted += read[0] ? 1 : 0;
            } catch (Throwable t) {
                throw new AssertionError(
                        "-Dseed=" + seed + ": " + new String(csv, StandardCharsets.UTF_8), t);
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedZipIsReadExactlyOrRefused(long seed) {
        TradeColumns trades =
                new SampleTrades(seed)
                        .from(Source.DUMP)
                        .at(Instant.parse("2025-01-02T00:00:00Z"))
                        .take(200);
        byte[] good = SampleDumps.zip(FILE, SampleDumps.csv(trades));
        Mutations zips = new Mutations(Seeds.random(seed), List.of(good));
        for (int round = 0; round < ZIPS; round++) {
            byte[] zip = zips.next();
            Optional<TradeColumns> read = unzipped(zip);
            read.ifPresent(
                    rows -> assertThat(rows.rows()).as("-Dseed=%d", seed).isEqualTo(trades.rows()));
        }
        assertThat(unzipped(good)).isPresent();
    }

    /// Reads rows; what was accepted is what a reader by lines and words sees.
    static boolean rows(byte[] csv) {
        TradeColumns rows = new TradeColumns(4);
        try (DumpRows in = new RowsInOrder(new DumpCsv(new ByteArrayInputStream(csv), FILE))) {
            while (in.next(rows, 2) > 0) {
                assertThat(rows.size()).isPositive();
            }
        } catch (BrokenDumpException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
            return false;
        }
        List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().distinct().toList();
        assertThat(rows.size()).isLessThanOrEqualTo(lines.size());
        for (int i = 0; i < rows.size(); i++) {
            String id = Long.toString(rows.id(i));
            String[] words =
                    lines.stream()
                            .map(line -> line.split(",", -1))
                            .filter(line -> line[0].replaceFirst("^0+(?=.)", "").equals(id))
                            .findFirst()
                            .orElseThrow();
            assertThat(words).hasSize(7);
            assertThat(BigDecimal.valueOf(rows.price(i), 8)).isEqualByComparingTo(words[1]);
            assertThat(BigDecimal.valueOf(rows.quantity(i), 8)).isEqualByComparingTo(words[2]);
            long time = Long.parseLong(words[4]);
            assertThat(rows.time(i)).isEqualTo(time < 10_000_000_000_000L ? time * 1000 : time);
            assertThat(Boolean.toString(rows.buyerIsMaker(i)))
                    .isEqualTo(words[5].toLowerCase(Locale.ROOT));
            assertThat(Boolean.toString(rows.bestMatch(i)))
                    .isEqualTo(words[6].toLowerCase(Locale.ROOT));
        }
        return true;
    }

    private Optional<TradeColumns> unzipped(byte[] zip) {
        Path path = folder.resolve("damaged.zip");
        try {
            Files.write(path, zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TradeColumns rows = new TradeColumns(256);
        try (DailyDump dump = new DailyDump(FILE, path, "");
                DumpRows in = dump.rows()) {
            while (in.next(rows, 1_000) > 0) {
                assertThat(rows.size()).isPositive();
            }
            return Optional.of(rows);
        } catch (BrokenDumpException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
