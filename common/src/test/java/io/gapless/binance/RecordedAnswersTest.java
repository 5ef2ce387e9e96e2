package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Recordings;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Answers of the live exchange, as they were recorded.
class RecordedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRecordedPageOfTradesDecodesWithoutLoss() throws Exception {
        int pages = 0;
        long rows = 0;
        for (Path file : Recordings.restPages()) {
            TradeColumns page = read(file, new TradePage(0, TradeHistory.MAX_PAGE));
            JsonNode recorded = JSON.readTree(Files.readAllBytes(file));

            assertThat(page.size()).as("%s", file).isEqualTo(recorded.size());
            for (int row = 0; row < page.size(); row++) {
                compare(page.trade(row), recorded.get(row));
            }
            pages++;
            rows += page.size();
        }
        assertThat(pages).isEqualTo(19);
        assertThat(rows).isEqualTo(18_005);
    }

    private static void compare(Trade trade, JsonNode row) {
        assertThat(trade.id()).isEqualTo(row.get("id").longValue());
        assertThat(Decimal8.format(trade.price())).isEqualTo(row.get("price").textValue());
        assertThat(Decimal8.format(trade.quantity())).isEqualTo(row.get("qty").textValue());
        assertThat(trade.time()).isEqualTo(row.get("time").longValue() * 1_000);
        assertThat(trade.buyerIsMaker()).isEqualTo(row.get("isBuyerMaker").booleanValue());
        assertThat(trade.bestMatch()).isEqualTo(row.get("isBestMatch").booleanValue());
        BigDecimal quote =
                BigDecimal.valueOf(trade.price(), Decimal8.SCALE)
                        .multiply(BigDecimal.valueOf(trade.quantity(), Decimal8.SCALE))
                        .setScale(Decimal8.SCALE, RoundingMode.DOWN);
        assertThat(quote).isEqualTo(new BigDecimal(row.get("quoteQty").textValue()));
    }

    @Test
    void recordedAggregatesNameTheIdsOfTheirTrades() throws Exception {
        List<AggregateTrade> rows =
                read(
                        Recordings.folder()
                                .resolve(
                                        "rest/gct/aggTrades_BTCUSDT_fromId202790190_limit1000.json"),
                        AnswerFormats::aggregates);

        assertThat(rows).hasSize(1_000);
        assertThat(rows.getFirst().id()).isEqualTo(202_790_190);
        long next = 222_825_297;
        for (AggregateTrade row : rows) {
            assertThat(row.trades().orElseThrow().first()).isEqualTo(next);
            next = row.trades().orElseThrow().last() + 1;
        }
    }

    @Test
    void recordedExchangeInformationListsEverySymbol() throws Exception {
        Path folder = Recordings.folder().resolve("exchange_info");
        ExchangeInfo october =
                read(folder.resolve("spot_2021-10-12_raw.json"), AnswerFormats::exchangeInfo);
        ExchangeInfo august =
                read(folder.resolve("spot_2021-08-26_pretty.json"), AnswerFormats::exchangeInfo);

        assertThat(List.of(october.listings().size(), august.listings().size()))
                .containsExactlyInAnyOrder(1_695, 1_608);
        assertThat(october.status("BTCUSDT")).contains("TRADING");
        assertThat(october.weightPerMinute()).contains(1_200);
        assertThat(october.listings().values())
                .extracting(ExchangeInfo.Listing::status)
                .contains("BREAK");
    }

    private static <T> T read(Path file, JsonAnswer.Format<T> format)
            throws IOException, MalformedAnswerException {
        try (InputStream body = Files.newInputStream(file)) {
            return JsonAnswer.read(body, format);
        }
    }
}
