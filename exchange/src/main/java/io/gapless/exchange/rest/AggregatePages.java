package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.market.Aggregate;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.SymbolMarket.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/// Pages of `aggTrades`: by `fromId`, by time, or the newest. With a start the oldest come first, with an end alone the newest up to it.
final class AggregatePages {

    private final RestFaults faults;
    private final Counters counters;

    AggregatePages(RestFaults faults, Counters counters) {
        this.faults = faults;
        this.counters = counters;
    }

    byte[] page(SymbolMarket market, Parameters parameters, Units units) {
        int limit = parameters.limit();
        OptionalLong fromId = parameters.number("fromId");
        OptionalLong start = parameters.number("startTime");
        OptionalLong end = parameters.number("endTime");
        if (fromId.isPresent() && (start.isPresent() || end.isPresent())) {
            throw ApiError.invalidCombination();
        }
        long newest = market.newestPublished(faults.lagMicros());
        long oldest = market.next(View.SERVED, market.oldest(View.SERVED));
        if (newest < oldest) {
            return body(List.of(), units);
        }
        long upTo = end.isPresent() ? Units.to(end.getAsLong()) : Long.MAX_VALUE;
        if (fromId.isPresent()) {
            long first = Math.max(fromId.getAsLong(), market.aggregateOf(oldest));
            return body(forward(market, first, newest, upTo, limit), units);
        }
        if (start.isPresent()) {
            long trade =
                    market.next(
                            View.SERVED,
                            market.firstIdTraded(
                                    View.SERVED, Units.from(start.getAsLong()), newest));
            return trade > newest
                    ? body(List.of(), units)
                    : body(forward(market, market.aggregateOf(trade), newest, upTo, limit), units);
        }
        return body(backward(market, newest, upTo, limit), units);
    }

    private static List<Aggregate> forward(
            SymbolMarket market, long first, long newest, long upToMicros, int limit) {
        long last = market.aggregateOf(market.previous(View.SERVED, newest));
        List<Aggregate> page = new ArrayList<>(limit);
        for (long id = first; id <= last && page.size() < limit; id++) {
            Aggregate aggregate = market.aggregate(id, newest).orElse(null);
            if (aggregate != null) {
                if (aggregate.tradeMicros() > upToMicros) {
                    break;
                }
                page.add(aggregate);
            }
        }
        return page;
    }

    private static List<Aggregate> backward(
            SymbolMarket market, long newest, long upToMicros, int limit) {
        long from = newest;
        if (upToMicros != Long.MAX_VALUE) {
            from = market.firstIdTraded(View.SERVED, upToMicros + 1, newest) - 1;
        }
        long oldest = market.next(View.SERVED, market.oldest(View.SERVED));
        List<Aggregate> page = new ArrayList<>(limit);
        if (from < oldest) {
            return page;
        }
        long first = market.aggregateOf(oldest);
        for (long id = market.aggregateOf(market.previous(View.SERVED, from));
                id >= first && page.size() < limit;
                id--) {
            market.aggregate(id, newest).ifPresent(page::add);
        }
        Collections.reverse(page);
        return page;
    }

    private byte[] body(List<Aggregate> page, Units units) {
        counters.add(Counter.ROWS_SERVED, page.size());
        return JsonText.of(json -> {
            json.writeStartArray();
            for (Aggregate aggregate : page) {
                write(json, aggregate, units);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Aggregate aggregate, Units units)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("a", aggregate.id());
        JsonText.decimal(json, "p", aggregate.price());
        JsonText.decimal(json, "q", aggregate.quantity());
        json.writeNumberField("f", aggregate.firstTrade());
        json.writeNumberField("l", aggregate.lastTrade());
        json.writeNumberField("T", units.time(aggregate.tradeMicros()));
        json.writeBooleanField("m", aggregate.buyerMaker());
        json.writeBooleanField("M", true);
        json.writeEndObject();
    }
}
