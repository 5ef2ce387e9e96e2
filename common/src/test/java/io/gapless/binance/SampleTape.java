package io.gapless.binance;

import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.time.Instant;

/// Tapes to ask for.
final class SampleTape {
    /// Between two trades of [#of], in µs.
    static final long STEP = 1_001;

    private SampleTape() {}

    /// Consecutive trades of one symbol, [#STEP] apart, no two of them alike.
    static TradeTape of(String name, long firstId, Instant from, int count) {
        TradeTape tape = new TradeTape();
        for (int i = 0; i < count; i++) {
            tape.add(name, trade(firstId + i, Trade.micros(from) + i * STEP));
        }
        return tape;
    }

    /// A trade whose values follow from its id.
    static Trade trade(long id, long time) {
        return new Trade(
                id,
                2_816_547_000_000L + id,
                1_000_000 + 7 * id,
                time,
                id % 3 == 0,
                id % 5 != 0,
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.REST);
    }
}
