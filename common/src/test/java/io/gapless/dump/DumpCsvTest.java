package io.gapless.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpCsvTest {
    private static final DumpFile OLD =
            new DumpFile(Symbol.of("OXTBTC"), LocalDate.parse("2021-04-24"));
    private static final DumpFile NEW =
            new DumpFile(Symbol.of("BTCUSDT"), LocalDate.parse("2025-01-02"));
    static final String ROW =
            "4361451942,94591.78000000,0.00015000,14.18876700,1735776000113701,True,True";

    static TradeColumns read(DumpFile file, String csv) throws BrokenDumpException {
        TradeColumns rows = new TradeColumns(16);
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        try (DumpRows in = new RowsInOrder(new DumpCsv(new ByteArrayInputStream(bytes), file))) {
            while (in.next(rows, 7) > 0) {
                assertThat(rows.size()).isPositive();
            }
        }
        return rows;
    }

    @Test
    void publishedRowsInMicrosecondsAreReadExactly() throws BrokenDumpException {
        assertThat(read(NEW, ROW + "\n").rows())
                .containsExactly(
                        new Trade(
                                4361451942L,
                                9_459_178_000_000L,
                                15_000,
                                Trade.micros(Instant.parse("2025-01-02T00:00:00.113701Z")),
                                true,
                                true,
                                Trade.UNKNOWN,
                                Trade.UNKNOWN,
                                Source.DUMP));
    }

    @Test
    void publishedRowsInMillisecondsAreReadExactly() throws BrokenDumpException {
        TradeColumns rows =
                read(
                        OLD,
                        "1684950,0.00001144,87.00000000,0.00099528,1619247104155,True,True\n"
                                + "1684951,0.00001145,116.00000000,0.00132820,1619247146932,False,False\n");
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.trade(1).price()).isEqualTo(1145);
        assertThat(rows.trade(1).quantity()).isEqualTo(11_600_000_000L);
        assertThat(Trade.instant(rows.time(1))).isEqualTo("2021-04-24T06:52:26.932Z");
        assertThat(rows.buyerIsMaker(1)).isFalse();
        assertThat(rows.bestMatch(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch\n" + ROW,
                "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\r\n" + ROW + "\r\n",
                ROW + "\n" + ROW + "\n",
                "4361451942,94591.78,0.00015,14,1735776000113701,true,true\n",
                "4361451942,94591.7800000000,0.000150000,14.18876700,1735776000113701,True,True",
            })
    void theSameTradeInAnotherDressIsTheSameTrade(String csv) throws BrokenDumpException {
        assertThat(read(NEW, csv).rows()).isEqualTo(read(NEW, ROW + "\n").rows());
    }

    @Test
    void aDayOfManyRowsComesOutAsItWentIn() throws BrokenDumpException {
        TradeColumns trades =
                new SampleTrades(7)
                        .from(Source.DUMP)
                        .at(Instant.parse("2025-01-02T00:00:00Z"))
                        .take(20_000);
        assertThat(read(NEW, SampleDumps.csv(trades)).rows()).isEqualTo(trades.rows());
    }

    @Test
    void anEmptyFileHasNoRows() throws BrokenDumpException {
        assertThat(read(NEW, "").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // what is replaced, by what
                "4361451942 -> -4361451942",
                "4361451942 -> 4361451942.0",
                "4361451942 -> 9223372036854775807",
                "4361451942 -> +4361451942",
                "4361451942 -> ",
                "94591.78000000 -> NaN",
                "94591.78000000 -> -94591.78",
                "94591.78000000 -> 94591.780000001",
                "94591.78000000 -> 94591.",
                "94591.78000000 -> .5",
                "94591.78000000 -> 1e5",
                "94591.78000000 -> 92233720368.54775808",
                "94591.78000000 -> 94591.78000000,1",
                ",14.18876700 -> ",
                "14.18876700 -> x",
                "1735776000113701 -> 1735776000",
                "1735776000113701 -> 1735776000113701000",
                "1735776000113701 -> 1735862400000000",
                "1735776000113701 -> 1735775999999999",
                "1735776000113701 -> 1735689600113",
                "True,True -> True",
                "True,True -> True,1",
                "True,True -> TRUE,True",
                "True,True -> True,True,True",
                "True,True -> True,True ",
            })
    void aRowThatWouldHaveToBeGuessedIsRefusedWithItsLine(String change) {
        String[] parts = change.split(" -> ", -1);
        String bad = ROW.replaceFirst(java.util.regex.Pattern.quote(parts[0]), parts[1]);
        assertThat(bad).isNotEqualTo(ROW);
        assertThatThrownBy(() -> read(NEW, ROW + "\n" + bad + "\n"))
                .isInstanceOf(BrokenDumpException.class)
                .isNotInstanceOf(UnorderedDumpException.class)
                .hasMessageContaining("BTCUSDT-trades-2025-01-02.csv, line 2: ")
                .hasMessageContaining(bad.substring(Math.max(0, bad.length() - 20)).strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n" + ROW,
                "id,qty,price,quoteQty,time,isBuyerMaker,isBestMatch\n" + ROW,
                "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>",
                ROW + "\n\n" + ROW,
            })
    void whatIsNotATableOfTradesIsRefused(String csv) {
        assertThatThrownBy(() -> read(NEW, csv)).isInstanceOf(BrokenDumpException.class);
    }

    @Test
    void unitsThatChangeWithinAFileAreRefused() {
        String inMillis = ROW.replace("1735776000113701", "1735776000113").replace("942,", "943,");
        assertThatThrownBy(() -> read(NEW, ROW + "\n" + inMillis))
                .hasMessageContaining("some times are in ms and some in µs");
    }

    @Test
    void aLineThatDoesNotEndIsRefusedAndQuotedInPart() {
        assertThatThrownBy(() -> read(NEW, "1".repeat(1_000_000)))
                .isInstanceOf(BrokenDumpException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void twoRowsOfOneIdThatDifferAreRefused() {
        assertThatThrownBy(() -> read(NEW, ROW + "\n" + ROW.replace("True,True", "False,True")))
                .isInstanceOf(BrokenDumpException.class)
                .hasMessageContaining("another row of this id says something else");
    }

    @Test
    void rowsOutOfOrderAreToldApartFromBadOnes() {
        assertThatThrownBy(() -> read(NEW, ROW + "\n" + ROW.replace("4361451942", "4361451941")))
                .isInstanceOf(UnorderedDumpException.class)
                .hasMessageContaining("id 4361451941 comes after 4361451942");
    }

    @Test
    void namesOfFilesAreThoseOfTheHost() {
        assertThat(NEW.path())
                .isEqualTo("data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-01-02.zip");
        assertThat(NEW.checksumPath()).endsWith(".zip.CHECKSUM");
        assertThat(new DumpFile(Symbol.of("币安人生USDT"), NEW.date()).path()).isASCII();
    }
}
