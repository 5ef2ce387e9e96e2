package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Recordings;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many bytes of an object a trade takes. A measurement; its bounds are wide.
class BytesPerTradeTest {
    private final BatchCodec codec = new BatchCodec();

    @Test
    void smallBatchesAreNotMostlyFooter() {
        for (List<String> recording : List.of(Recordings.BTCUSDT, Recordings.ETHUSDT)) {
            TradeColumns trades = Recordings.trades(recording);
            assertThat(perTrade(recording, trades, 20)).isLessThan(88);
            assertThat(perTrade(recording, trades, 300)).isLessThan(15.4);
            assertThat(perTrade(recording, trades, 3_000)).isLessThan(9.5);
            perTrade(recording, trades, trades.size() - 1);
        }
    }

    @Test
    void historyTakesAFewBytes() {
        for (List<String> recording : List.of(Recordings.BTCUSDT, Recordings.ETHUSDT)) {
            TradeColumns core = coreColumns(Recordings.trades(recording));
            perTrade(recording, core, 20);
            perTrade(recording, core, 300);
            perTrade(recording, core, 3_000);
            assertThat(perTrade(recording, core, core.size() - 1)).isLessThan(6);
        }
    }

    /// The largest run of that length on one date.
    private double perTrade(List<String> name, TradeColumns trades, int size) {
        int from = trades.size() - size;
        while (Trade.epochDay(trades.time(from))
                != Trade.epochDay(trades.time(trades.size() - 1))) {
            from++;
        }
        int to = Math.min(trades.size(), from + size);
        Batch batch = new Batch(SampleTrades.SYMBOL, trades.slice(from, to));
        double bytes = (double) codec.encode(batch).length / batch.size();
        System.out.printf("%s %,d trades: %.2f bytes each%n", name, batch.size(), bytes);
        return bytes;
    }

    /// As REST tells them.
    private static TradeColumns coreColumns(TradeColumns live) {
        TradeColumns core = new TradeColumns(live.size());
        for (Trade t : live.rows()) {
            core.add(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.time(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        return core;
    }
}
