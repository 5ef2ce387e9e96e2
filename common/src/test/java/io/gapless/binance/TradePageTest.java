package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.TradeColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TradePageTest {
    @Test
    void theDocumentedExampleIsRead() throws Exception {
        TradeColumns rows =
                read(
                        """
                        [{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012",
                          "time":1499865549590,"isBuyerMaker":true,"isBestMatch":true}]\
                        """);

        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.id(0)).isEqualTo(28_457);
        assertThat(rows.price(0)).isEqualTo(400_000_100);
        assertThat(rows.quantity(0)).isEqualTo(1_200_000_000);
        assertThat(rows.time(0)).isEqualTo(1_499_865_549_590_000L);
        assertThat(rows.buyerIsMaker(0)).isTrue();
        assertThat(rows.bestMatch(0)).isTrue();
    }

    @Test
    void unknownFieldsOfAnyShapeAreIgnored() throws Exception {
        assertThat(
                        read("""
                        [{"X":{"a":[1,{"b":2}]},"id":1,"tags":["id",7],"price":"1","qty":"2",
                          "time":1499865549590,"n":null,"isBuyerMaker":false}]\
                        """)
                                .id(0))
                .isEqualTo(1);
    }

    @Test
    void numbersAndTextAreTakenForEachOtherWithoutRounding() throws Exception {
        TradeColumns rows =
                read(
                        """
                        [{"id":"6136688961","price":92233720368.54775807,"qty":3,"time":"1499865549590123",
                          "isBuyerMaker":false}]\
                        """);

        assertThat(rows.id(0)).isEqualTo(6_136_688_961L);
        assertThat(rows.price(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(rows.quantity(0)).isEqualTo(300_000_000);
        assertThat(rows.time(0)).isEqualTo(1_499_865_549_590_123L);
    }

    @Test
    void anEmptyPageIsAPage() throws Exception {
        assertThat(read("[]").isEmpty()).isTrue();
    }

    @Test
    void aNumberThatWouldHaveToBeRoundedIsRefusedWithItsPlace() {
        refused(row(1, "0.123456789", "1", MILLIS), "row 0, price: more than 8 decimals");
        refused(row(1, "1", "92233720368.54775808", MILLIS), "row 0, qty: beyond");
        refused(row(1, "1e-8", "1", MILLIS), "row 0, price: not a plain decimal");
        refused(row(1, "-1", "1", MILLIS), "row 0, price: negative");
    }

    @Test
    void aTimeThatIsNeitherMillisecondsNorMicrosecondsIsRefused() {
        refused(row(1, "1", "1", 1_499_865_549L), "row 0, time: 1499865549 is no time");
        refused(row(1, "1", "1", 1_499_865_549_590_123_456L), "row 0, time");
        refused(row(1, "1", "1", -1), "row 0, time");
    }

    @Test
    void timesInTwoUnitsOnOnePageAreRefused() {
        refused(
                row(1, "1", "1", MILLIS) + "," + row(2, "1", "1", MILLIS * 1_000),
                "row 1, some times are in ms and some in µs");
    }

    @Test
    void anIdTwiceOrOutOfOrderIsRefusedWithItsPlace() {
        refused(
                row(7, "1", "1", MILLIS) + "," + row(7, "1", "1", MILLIS),
                "row 1, id 7 comes after 7");
        refused(
                row(7, "1", "1", MILLIS) + "," + row(6, "1", "1", MILLIS),
                "row 1, id 6 comes after 7");
    }

    @Test
    void anIdBelowTheOneAskedForIsRefused() {
        assertThatThrownBy(() -> read("[" + row(4, "1", "1", MILLIS) + "]", 5, 10))
                .hasMessage("row 0, id 4 is below the 5 asked for");
    }

    @Test
    void impossibleIdsAreRefused() {
        refused(row(-1, "1", "1", MILLIS), "row 0, id -1 is below the 0 asked for");
        refused(row(Long.MAX_VALUE, "1", "1", MILLIS), "row 0, 9223372036854775807 is no trade id");
        refused(
                row(1, "1", "1", MILLIS).replace("\"id\":1", "\"id\":9223372036854775808"),
                "row 0, id: not a 64-bit whole number");
        refused(
                row(1, "1", "1", MILLIS).replace("\"id\":1", "\"id\":1.5"),
                "row 0, id: not a 64-bit whole number");
    }

    @Test
    void moreRowsThanAskedForAreRefused() {
        assertThatThrownBy(() ->
                        read(
                                "["
                                        + row(1, "1", "1", MILLIS)
                                        + ","
                                        + row(2, "1", "1", MILLIS)
                                        + "]",
                                0,
                                1))
                .hasMessage("row 1, more rows than the 1 asked for");
    }

    @Test
    void aRowWithoutAFieldThatMattersIsRefused() {
        for (String field : new String[] {"id", "price", "qty", "time", "isBuyerMaker"}) {
            refused(
                    row(1, "1", "1", MILLIS)
                            + ","
                            + row(2, "1", "1", MILLIS).replace('"' + field + '"', "\"x\""),
                    "row 1, one of id, price, qty, time and isBuyerMaker is missing");
        }
    }

    @Test
    void aPageThatIsCutOffAnywhereIsRefused() {
        String whole = "[" + row(1, "1", "1", MILLIS) + "," + row(2, "1", "1", MILLIS) + "]";
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedAnswerException.class);
        }
    }

    @Test
    void anythingElseThanAListOfRowsIsRefused() {
        for (String body :
                new String[] {
                    "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
                    "null",
                    "[1]",
                    "[[]]",
                    "[null]",
                    "\"\"",
                    "<html>",
                    "[] []",
                    "[{\"id\":[1]}]",
                    "[{\"id\":1,\"isBuyerMaker\":\"true\"}]",
                    "\u0000\u0001"
                }) {
            assertThatThrownBy(() -> read(body))
                    .as(body)
                    .isInstanceOf(MalformedAnswerException.class);
        }
    }

    private static final long MILLIS = 1_499_865_549_590L;

    private static String row(long id, String price, String quantity, long time) {
        return "{\"id\":%d,\"price\":\"%s\",\"qty\":\"%s\",\"time\":%d,\"isBuyerMaker\":true,\"isBestMatch\":true}"
                .formatted(id, price, quantity, time);
    }

    private static void refused(String rows, String message) {
        assertThatThrownBy(() -> read("[" + rows + "]"))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageStartingWith(message);
    }

    private static TradeColumns read(String body) throws IOException, MalformedAnswerException {
        return read(body, 0, 1_000);
    }

    private static TradeColumns read(String body, long fromId, int limit)
            throws IOException, MalformedAnswerException {
        return JsonAnswer.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                new TradePage(fromId, limit));
    }
}
