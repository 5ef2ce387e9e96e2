package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.SymbolMarket.View;
import io.gapless.exchange.tape.Fixed8;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// `ticker/24hr`. `firstId`, `lastId`, first and last price are exact and `count` is what was really issued between them; volumes, high and low
/// are estimated from a sample, because nobody may pay for millions of rows once a minute.
final class Tickers {

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int SAMPLES = 16;
    private static final long NO_ID = -1;

    private final Market market;

    Tickers(Market market) {
        this.market = market;
    }

    /// The weight of a call: by the number of symbols named, 80 for all.
    static int weight(boolean one, Optional<String> list) {
        if (one) {
            return 2;
        }
        long named = list.map(text -> text.chars().filter(c -> c == ',').count() + 1).orElse(101L);
        return named <= 20 ? 2 : named <= 100 ? 40 : 80;
    }

    byte[] body(Parameters parameters, Units units) {
        Optional<String> one = parameters.optionalSymbol();
        Optional<List<String>> several = parameters.symbols();
        if (one.isPresent() && several.isPresent()) {
            throw ApiError.invalidCombination();
        }
        boolean full =
                switch (parameters.text("type").orElse("FULL")) {
                    case "FULL" -> true;
                    case "MINI" -> false;
                    default ->
                            throw ApiError.badRequest(
                                    -1130, "Data sent for parameter 'type' is not valid.");
                };
        Optional<SymbolMarket.Status> status = Symbols.status(parameters);
        if (one.isPresent()) {
            SymbolMarket symbol = Symbols.one(market, one.get(), status);
            return JsonText.of(json -> write(json, symbol, full, units));
        }
        List<SymbolMarket> symbols = Symbols.several(market, several, status);
        return JsonText.of(json -> {
            json.writeStartArray();
            for (SymbolMarket symbol : symbols) {
                write(json, symbol, full, units);
            }
            json.writeEndArray();
        });
    }

    private void write(JsonGenerator json, SymbolMarket symbol, boolean full, Units units)
            throws IOException {
        long close = market.clock().shownMicros();
        long last = symbol.previous(View.TRUE, symbol.newest());
        long first =
                last < symbol.oldest(View.TRUE)
                        ? last + 1
                        : symbol.next(
                                View.TRUE,
                                symbol.firstIdTraded(View.TRUE, close - DAY_MICROS, last));
        Figures figures = first > last ? Figures.NONE : figures(symbol, first, last);
        json.writeStartObject();
        json.writeStringField("symbol", symbol.symbol());
        if (full) {
            writeChange(json, figures);
        } else {
            JsonText.decimal(json, "openPrice", figures.open());
            JsonText.decimal(json, "highPrice", figures.high());
            JsonText.decimal(json, "lowPrice", figures.low());
            JsonText.decimal(json, "lastPrice", figures.last());
        }
        json.writeStringField("volume", figures.volume().toPlainString());
        json.writeStringField("quoteVolume", figures.quoteVolume().toPlainString());
        json.writeNumberField("openTime", units.time(close - DAY_MICROS));
        json.writeNumberField("closeTime", units.time(close));
        json.writeNumberField("firstId", figures.count() == 0 ? NO_ID : first);
        json.writeNumberField("lastId", figures.count() == 0 ? NO_ID : last);
        json.writeNumberField("count", figures.count());
        json.writeEndObject();
    }

    private static void writeChange(JsonGenerator json, Figures figures) throws IOException {
        JsonText.decimal(json, "priceChange", figures.last() - figures.open());
        json.writeStringField("priceChangePercent", figures.changePercent());
        JsonText.decimal(json, "weightedAvgPrice", figures.average());
        JsonText.decimal(json, "prevClosePrice", figures.open());
        JsonText.decimal(json, "lastPrice", figures.last());
        JsonText.decimal(json, "lastQty", figures.lastQuantity());
        JsonText.decimal(json, "bidPrice", figures.last());
        JsonText.decimal(json, "bidQty", figures.lastQuantity());
        JsonText.decimal(json, "askPrice", figures.last());
        JsonText.decimal(json, "askQty", figures.lastQuantity());
        JsonText.decimal(json, "openPrice", figures.open());
        JsonText.decimal(json, "highPrice", figures.high());
        JsonText.decimal(json, "lowPrice", figures.low());
    }

    private static Figures figures(SymbolMarket symbol, long first, long last) {
        long count = symbol.count(first, last);
        long open = symbol.priceOf(first);
        long close = symbol.priceOf(last);
        long high = Math.max(open, close);
        long low = Math.min(open, close);
        long step = Math.max(1, (last - first) / SAMPLES);
        BigDecimal base = BigDecimal.ZERO;
        BigDecimal quote = BigDecimal.ZERO;
        long sampled = 0;
        for (long at = first; at <= last; at += step) {
            long id = symbol.next(View.TRUE, at);
            if (id > last) {
                break;
            }
            long price = symbol.priceOf(id);
            long quantity = symbol.quantityOf(id);
            high = Math.max(high, price);
            low = Math.min(low, price);
            base = base.add(BigDecimal.valueOf(quantity, 8));
            quote = quote.add(BigDecimal.valueOf(Fixed8.quote(price, quantity), 8));
            sampled++;
        }
        BigDecimal scale = BigDecimal.valueOf(count);
        BigDecimal samples = BigDecimal.valueOf(Math.max(1, sampled));
        return new Figures(
                open,
                high,
                low,
                close,
                symbol.quantityOf(last),
                base.multiply(scale).divide(samples, 8, RoundingMode.DOWN),
                quote.multiply(scale).divide(samples, 8, RoundingMode.DOWN),
                count);
    }

    private record Figures(
            long open,
            long high,
            long low,
            long last,
            long lastQuantity,
            BigDecimal volume,
            BigDecimal quoteVolume,
            long count) {

        static final Figures NONE =
                new Figures(
                        0, 0, 0, 0, 0, BigDecimal.ZERO.setScale(8), BigDecimal.ZERO.setScale(8), 0);

        String changePercent() {
            return open == 0
                    ? "0.000"
                    : BigDecimal.valueOf(last - open)
                            .movePointRight(2)
                            .divide(BigDecimal.valueOf(open), 3, RoundingMode.HALF_UP)
                            .toPlainString();
        }

        long average() {
            return volume.signum() == 0
                    ? 0
                    : quoteVolume
                            .divide(volume, 8, RoundingMode.DOWN)
                            .movePointRight(8)
                            .longValue();
        }
    }
}
