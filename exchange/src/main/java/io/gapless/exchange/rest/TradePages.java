package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.SymbolMarket.View;
import io.gapless.exchange.tape.Fixed8;
import io.gapless.exchange.tape.Trade;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Pages of `trades` (from memory: always up to date) and `historicalTrades` (from a database: may lag, may be flawed on command).
final class TradePages {

    private final RestFaults faults;
    private final Counters counters;

    TradePages(RestFaults faults, Counters counters) {
        this.faults = faults;
        this.counters = counters;
    }

    byte[] recent(SymbolMarket market, Parameters parameters, Units units) {
        return page(market.newestPage(View.SERVED, parameters.limit(), market.newest()), units);
    }

    /// Ids from `fromId` on, ascending; nothing when it is past the newest, from the oldest one on when it is older.
    byte[] historical(SymbolMarket market, Parameters parameters, Units units) {
        int limit = parameters.limit();
        OptionalLong fromId = parameters.number("fromId");
        long newest = market.newestPublished(faults.lagMicros());
        List<Trade> rows =
                fromId.isPresent()
                        ? market.page(View.SERVED, fromId.getAsLong(), limit, newest)
                        : market.newestPage(View.SERVED, limit, newest);
        return page(
                faults.flawed(
                        market.symbol(), rows, id -> market.page(View.SERVED, id, limit, newest)),
                units);
    }

    /// Writes rows key for key as Binance does.
    static void row(JsonGenerator json, Trade trade, Units units) throws IOException {
        json.writeNumberField("id", trade.id());
        JsonText.decimal(json, "price", trade.price());
        JsonText.decimal(json, "qty", trade.quantity());
        JsonText.decimal(json, "quoteQty", Fixed8.quote(trade.price(), trade.quantity()));
        json.writeNumberField("time", units.time(trade.tradeMicros()));
        json.writeBooleanField("isBuyerMaker", trade.buyerMaker());
        json.writeBooleanField("isBestMatch", trade.bestMatch());
    }

    private byte[] page(List<Trade> rows, Units units) {
        counters.add(Counter.ROWS_SERVED, rows.size());
        return JsonText.of(json -> {
            json.writeStartArray();
            for (Trade trade : rows) {
                json.writeStartObject();
                row(json, trade, units);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
