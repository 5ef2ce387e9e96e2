package io.gapless.exchange.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.FaultCatalogue;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.SymbolMarket.View;
import io.gapless.exchange.market.Truth;
import io.gapless.exchange.rest.JsonText;
import io.gapless.exchange.rest.Reply;
import io.gapless.exchange.tape.Fixed8;
import io.gapless.exchange.tape.IdRange;
import io.gapless.exchange.tape.Trade;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Answers `/control/…`: no weight, no faults, times in µs. Owned by the exchange's one thread.
public final class ControlApi {

    /// Most rows of one page of `/control/trades`.
    public static final int MOST_ROWS = 10_000;

    private final Market market;
    private final Counters counters;
    private final FaultDesk faults;

    public ControlApi(Market market, Counters counters, FaultDesk faults) {
        this.market = market;
        this.counters = counters;
        this.faults = faults;
    }

    /// Answers one request.
    public Reply answer(String method, String target) {
        QueryStringDecoder url = new QueryStringDecoder(target);
        Map<String, String> parameters = new HashMap<>();
        url.parameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
        try {
            return answer(method + " " + url.path(), parameters);
        } catch (IllegalArgumentException | UnsupportedOperationException refused) {
            return error(400, refused);
        } catch (NoSuchElementException unknown) {
            return error(404, unknown);
        }
    }

    private Reply answer(String request, Map<String, String> parameters) {
        return switch (request) {
            case "GET /control", "GET /control/" -> Reply.json(200, help());
            case "GET /control/truth" ->
                    Reply.json(200, truth(market.symbol(required(parameters, "symbol"))));
            case "GET /control/trades" -> Reply.json(200, trades(parameters));
            case "GET /control/counters" -> Reply.json(200, counts());
            case "POST /control/faults" -> {
                faults.inject(FaultCatalogue.parse(parameters));
                yield Reply.json(200, "{}");
            }
            case "DELETE /control/faults" -> {
                faults.clear();
                yield Reply.json(200, "{}");
            }
            default ->
                    throw new NoSuchElementException(
                            "no such control request: %s; GET /control/ lists them"
                                    .formatted(request));
        };
    }

    private static byte[] truth(SymbolMarket symbol) {
        Truth truth = symbol.truth();
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("symbol", truth.symbol());
            json.writeNumberField("firstId", truth.firstId());
            json.writeNumberField("lastId", truth.lastId());
            json.writeNumberField("trades", truth.trades());
            json.writeArrayFieldStart("neverIssued");
            for (IdRange range : truth.neverIssued()) {
                json.writeStartArray();
                json.writeNumber(range.first());
                json.writeNumber(range.last());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeNumberField("historyFirstId", truth.historyFirstId());
            json.writeEndObject();
        });
    }

    private byte[] trades(Map<String, String> parameters) {
        SymbolMarket symbol = market.symbol(required(parameters, "symbol"));
        long fromId = Long.parseLong(required(parameters, "fromId"));
        int limit = Integer.parseInt(parameters.getOrDefault("limit", "1000"));
        List<Trade> rows =
                symbol.page(View.TRUE, fromId, Math.clamp(limit, 0, MOST_ROWS), symbol.newest());
        return JsonText.of(json -> {
            json.writeStartArray();
            for (Trade trade : rows) {
                row(json, trade);
            }
            json.writeEndArray();
        });
    }

    private static void row(JsonGenerator json, Trade trade) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", trade.id());
        JsonText.decimal(json, "price", trade.price());
        JsonText.decimal(json, "qty", trade.quantity());
        JsonText.decimal(json, "quoteQty", Fixed8.quote(trade.price(), trade.quantity()));
        json.writeNumberField("time", trade.tradeMicros());
        json.writeNumberField("eventTime", trade.eventMicros());
        json.writeBooleanField("isBuyerMaker", trade.buyerMaker());
        json.writeBooleanField("isBestMatch", trade.bestMatch());
        json.writeEndObject();
    }

    private byte[] counts() {
        Counters.Snapshot counts = counters.snapshot();
        return JsonText.of(json -> {
            json.writeStartObject();
            numbers(json, "totals", counts.totals());
            numbers(json, "calls", counts.calls());
            numbers(json, "statuses", counts.statuses());
            numbers(json, "weightByMinute", counts.weightByMinute());
            json.writeEndObject();
        });
    }

    private static void numbers(JsonGenerator json, String name, Map<?, Long> numbers)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<?, Long> number : numbers.entrySet()) {
            json.writeNumberField(number.getKey().toString(), number.getValue());
        }
        json.writeEndObject();
    }

    private static byte[] help() {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("requests");
            json.writeString("GET /control/truth?symbol=BTCUSDT");
            json.writeString("GET /control/trades?symbol=BTCUSDT&fromId=1&limit=10000");
            json.writeString("GET /control/counters");
            json.writeString("POST /control/faults?fault=<name>&<parameter>=<value>");
            json.writeString("DELETE /control/faults");
            json.writeEndArray();
            json.writeArrayFieldStart("faults");
            for (FaultCatalogue.Entry fault : FaultCatalogue.entries()) {
                json.writeStartObject();
                json.writeStringField("fault", fault.name());
                json.writeStringField("meaning", fault.meaning());
                json.writeStringField("example", "POST /control/faults?" + fault.example());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static Reply error(int status, RuntimeException problem) {
        return Reply.json(
                status,
                JsonText.of(json -> {
                    json.writeStartObject();
                    json.writeStringField("error", String.valueOf(problem.getMessage()));
                    json.writeEndObject();
                }));
    }
}
