package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.tape.Assets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `exchangeInfo`, in the shape of the recordings with the keys that came since.
final class ExchangeInfo {

    private static final int PRECISION = 8;
    private static final List<String> ORDER_TYPES =
            List.of("LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT");

    private final Market market;
    private final RestLimits limits;

    ExchangeInfo(Market market, RestLimits limits) {
        this.market = market;
        this.limits = limits;
    }

    byte[] body(Parameters parameters) {
        Optional<String> one = parameters.optionalSymbol();
        Optional<List<String>> several = parameters.symbols();
        Optional<SymbolMarket.Status> status = Symbols.status(parameters);
        boolean named = one.isPresent() || several.isPresent();
        if ((one.isPresent() && several.isPresent())
                || (named && (status.isPresent() || parameters.text("permissions").isPresent()))) {
            throw ApiError.invalidCombination();
        }
        boolean spot = parameters.text("permissions").map(all -> all.contains("SPOT")).orElse(true);
        boolean sets =
                parameters
                        .text("showPermissionSets")
                        .map(text -> !text.equals("false"))
                        .orElse(true);
        List<SymbolMarket> symbols =
                Symbols.several(market, several.or(() -> one.map(List::of)), status);
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("timezone", "UTC");
            json.writeNumberField("serverTime", market.clock().shownMicros() / 1_000);
            rateLimits(json);
            json.writeArrayFieldStart("exchangeFilters");
            json.writeEndArray();
            json.writeArrayFieldStart("symbols");
            for (SymbolMarket symbol : spot ? symbols : List.<SymbolMarket>of()) {
                symbol(json, symbol, sets);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void rateLimits(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rateLimits");
        rateLimit(json, "REQUEST_WEIGHT", "MINUTE", 1, limits.weightPerMinute());
        rateLimit(json, "ORDERS", "SECOND", 10, 100);
        rateLimit(json, "ORDERS", "DAY", 1, 200_000);
        rateLimit(json, "RAW_REQUESTS", "MINUTE", 5, 300_000);
        json.writeEndArray();
    }

    private static void rateLimit(
            JsonGenerator json, String type, String interval, int intervals, int limit)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("rateLimitType", type);
        json.writeStringField("interval", interval);
        json.writeNumberField("intervalNum", intervals);
        json.writeNumberField("limit", limit);
        json.writeEndObject();
    }

    private static void symbol(JsonGenerator json, SymbolMarket symbol, boolean sets)
            throws IOException {
        Assets assets = Assets.of(symbol.symbol());
        json.writeStartObject();
        json.writeStringField("symbol", symbol.symbol());
        json.writeStringField("status", symbol.status().name());
        json.writeStringField("baseAsset", assets.base());
        json.writeNumberField("baseAssetPrecision", PRECISION);
        json.writeStringField("quoteAsset", assets.quote());
        json.writeNumberField("quotePrecision", PRECISION);
        json.writeNumberField("quoteAssetPrecision", PRECISION);
        json.writeNumberField("baseCommissionPrecision", PRECISION);
        json.writeNumberField("quoteCommissionPrecision", PRECISION);
        texts(json, "orderTypes", ORDER_TYPES);
        json.writeBooleanField("icebergAllowed", true);
        json.writeBooleanField("ocoAllowed", true);
        json.writeBooleanField("otoAllowed", true);
        json.writeBooleanField("quoteOrderQtyMarketAllowed", true);
        json.writeBooleanField("allowTrailingStop", true);
        json.writeBooleanField("cancelReplaceAllowed", true);
        json.writeBooleanField("amendAllowed", true);
        json.writeBooleanField("isSpotTradingAllowed", true);
        json.writeBooleanField("isMarginTradingAllowed", false);
        filters(json);
        texts(json, "permissions", sets ? List.of() : List.of("SPOT"));
        if (sets) {
            json.writeArrayFieldStart("permissionSets");
            json.writeStartArray();
            json.writeString("SPOT");
            json.writeEndArray();
            json.writeEndArray();
        }
        json.writeStringField("defaultSelfTradePreventionMode", "EXPIRE_MAKER");
        texts(
                json,
                "allowedSelfTradePreventionModes",
                List.of("EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT"));
        json.writeEndObject();
    }

    private static void filters(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("filters");
        filter(
                json,
                "PRICE_FILTER",
                "minPrice",
                "0.00000001",
                "maxPrice",
                "1000000.00000000",
                "tickSize",
                "0.00000001");
        filter(json, "PERCENT_PRICE", "multiplierUp", "5", "multiplierDown", "0.2");
        filter(
                json,
                "LOT_SIZE",
                "minQty",
                "0.00000100",
                "maxQty",
                "46116860414.00000000",
                "stepSize",
                "0.00000100");
        filter(json, "MIN_NOTIONAL", "minNotional", "5.00000000");
        filter(json, "ICEBERG_PARTS");
        filter(
                json,
                "MARKET_LOT_SIZE",
                "minQty",
                "0.00000000",
                "maxQty",
                "100000.00000000",
                "stepSize",
                "0.00000000");
        filter(json, "MAX_NUM_ORDERS");
        filter(json, "MAX_NUM_ALGO_ORDERS");
        json.writeEndArray();
    }

    private static void filter(JsonGenerator json, String type, String... values)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("filterType", type);
        for (int i = 0; i < values.length; i += 2) {
            json.writeStringField(values[i], values[i + 1]);
        }
        switch (type) {
            case "PERCENT_PRICE" -> json.writeNumberField("avgPriceMins", 5);
            case "MIN_NOTIONAL" -> {
                json.writeBooleanField("applyToMarket", true);
                json.writeNumberField("avgPriceMins", 5);
            }
            case "ICEBERG_PARTS" -> json.writeNumberField("limit", 10);
            case "MAX_NUM_ORDERS" -> json.writeNumberField("maxNumOrders", 200);
            case "MAX_NUM_ALGO_ORDERS" -> json.writeNumberField("maxNumAlgoOrders", 5);
            default -> {}
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> values)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
