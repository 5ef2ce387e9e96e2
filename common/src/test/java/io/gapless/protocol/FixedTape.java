package io.gapless.protocol;

import io.gapless.batch.Batch;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;

/// A market whose trades are a function of their ids, so that every writer knows the same ones.
///
/// @param symbol whose
/// @param start when trade 0 happened
/// @param apart between two trades
public record FixedTape(Symbol symbol, Instant start, Duration apart) {
    public Trade trade(long id, Source source) {
        long time = Trade.micros(start) + id * (apart.toNanos() / 1_000);
        boolean live = source == Source.LIVE;
        return new Trade(
                id,
                100_000_000L + id,
                1 + id,
                time,
                id % 2 == 0,
                true,
                live ? time + 1 : Trade.UNKNOWN,
                live ? time + 2 : Trade.UNKNOWN,
                source);
    }

    public TradeColumns rows(TradeIdRange ids, Source source) {
        TradeColumns rows = new TradeColumns(Math.toIntExact(ids.size()));
        for (long id = ids.first(); id <= ids.last(); id++) {
            rows.add(trade(id, source));
        }
        return rows;
    }

    public Batch batch(long first, long last, Source source) {
        return new Batch(symbol, rows(new TradeIdRange(first, last), source));
    }
}
