package io.gapless.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Decimal8;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CanonicalRowsTest {
    private static final long TIME = 1_735_776_000_113_701L;

    @Test
    void aLineIsWhatBinanceTellsOfATrade() {
        assertThat(
                        digest(
                                TradeColumns.of(
                                        List.of(
                                                trade(
                                                        3_735_683_259L,
                                                        9_459_178_000_000L,
                                                        15_000,
                                                        TIME)))))
                .isEqualTo(sha256("3735683259,94591.78000000,0.00015000,1735776000113,true\n"));
    }

    @Test
    void theSmallestAndTheLargestNumbersAreTold() {
        TradeColumns trades =
                TradeColumns.of(
                        List.of(
                                trade(0, 1, Long.MAX_VALUE, TIME),
                                trade(Long.MAX_VALUE - 1, 0, -1, TIME)));

        assertThat(digest(trades)).isEqualTo(sha256(text(trades)));
    }

    @Test
    void howRowsAreHandedOverDoesNotMatter() {
        TradeColumns trades = new SampleTrades(3).take(5_000);
        CanonicalRows pieces = new CanonicalRows();
        for (int from = 0; from < trades.size(); from += 7) {
            pieces.add(trades.slice(from, Math.min(trades.size(), from + 7)));
        }

        assertThat(pieces.finish()).isEqualTo(digest(trades)).isEqualTo(sha256(text(trades)));
    }

    private static String text(TradeColumns trades) {
        return trades.rows().stream()
                .map(t ->
                        "%d,%s,%s,%d,%s\n"
                                .formatted(
                                        t.id(),
                                        Decimal8.format(t.price()),
                                        Decimal8.format(t.quantity()),
                                        t.time() / 1000,
                                        t.buyerIsMaker()))
                .collect(Collectors.joining());
    }

    private static String digest(TradeColumns trades) {
        CanonicalRows rows = new CanonicalRows();
        rows.add(trades);
        return rows.finish();
    }

    private static String sha256(String text) {
        return HexFormat.of()
                .formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Trade trade(long id, long price, long quantity, long time) {
        return new Trade(id, price, quantity, time, true, true, 0, 0, Source.REST);
    }
}
