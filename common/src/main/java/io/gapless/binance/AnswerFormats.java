package io.gapless.binance;

import io.gapless.binance.ExchangeInfo.Listing;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `aggTrades`, `ticker/24hr`, `exchangeInfo` and `time`. Unknown fields are ignored.
final class AnswerFormats {
    /// What the exchange writes where there is no trade id.
    private static final long NONE = -1;

    private AnswerFormats() {}

    /// `[{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27781,"T":1498793709153,"m":true,
    /// "M":true}]`
    static List<AggregateTrade> aggregates(JsonAnswer answer)
            throws IOException, MalformedAnswerException {
        List<AggregateTrade> rows = new ArrayList<>();
        answer.beginList();
        while (answer.nextObject()) {
            long id = -1;
            long first = -1;
            long last = -1;
            long time = -1;
            for (String field = answer.nextField(); field != null; field = answer.nextField()) {
                switch (field) {
                    case "a" -> id = answer.integer();
                    case "f" -> first = answer.integer();
                    case "l" -> last = answer.integer();
                    case "T" -> time = AnswerTime.micros(answer);
                    default -> answer.skip();
                }
            }
            if (id < 0 || time < 0 || (first >= 0 && last < first)) {
                throw answer.malformed("a, f, l and T do not make an aggregate trade");
            }
            if (!rows.isEmpty() && id <= rows.getLast().id()) {
                throw answer.malformed("aggregate " + id + " comes after " + rows.getLast().id());
            }
            rows.add(new AggregateTrade(id, range(answer, first, last), time));
        }
        return rows;
    }

    /// `[{"symbol":"BNBBTC","firstId":28385,"lastId":28460,"count":76}]` and more fields
    static LastIds tickers(JsonAnswer answer) throws IOException, MalformedAnswerException {
        Map<String, LastIds.Day> days = new HashMap<>();
        answer.beginList();
        while (answer.nextObject()) {
            String symbol = "";
            long first = -1;
            long last = -1;
            long count = 0;
            for (String field = answer.nextField(); field != null; field = answer.nextField()) {
                switch (field) {
                    case "symbol" -> symbol = answer.text();
                    case "firstId" -> first = answer.integer();
                    case "lastId" -> last = answer.integer();
                    case "count" -> count = answer.integer();
                    default -> answer.skip();
                }
            }
            if (symbol.isEmpty()) {
                throw answer.malformed("symbol is missing");
            }
            LastIds.Day day = new LastIds.Day(range(answer, first, last), count);
            if (days.put(symbol, day) != null) {
                throw answer.malformed(
                        "a symbol is listed twice: " + RefusalReader.quotable(symbol));
            }
        }
        return new LastIds(days);
    }

    /// `{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,
    /// "limit":6000}],"symbols":[{"symbol":"ETHBTC","status":"TRADING"}]}` and megabytes more
    static ExchangeInfo exchangeInfo(JsonAnswer answer)
            throws IOException, MalformedAnswerException {
        Map<String, Listing> listings = new HashMap<>();
        Optional<Integer> weightPerMinute = Optional.empty();
        boolean listed = false;
        answer.beginObject();
        for (String field = answer.nextField(); field != null; field = answer.nextField()) {
            switch (field) {
                case "symbols" -> {
                    listed = true;
                    answer.enterList();
                    while (answer.nextObject()) {
                        readSymbol(answer, listings);
                    }
                }
                case "rateLimits" -> {
                    answer.enterList();
                    while (answer.nextObject()) {
                        Optional<Integer> told = readLimit(answer);
                        weightPerMinute = told.isPresent() ? told : weightPerMinute;
                    }
                }
                default -> answer.skip();
            }
        }
        if (!listed) {
            throw answer.malformed("symbols are missing");
        }
        return new ExchangeInfo(listings, weightPerMinute);
    }

    /// `{"serverTime":1499827319559}`
    static Instant time(JsonAnswer answer) throws IOException, MalformedAnswerException {
        Optional<Instant> time = Optional.empty();
        answer.beginObject();
        for (String field = answer.nextField(); field != null; field = answer.nextField()) {
            if (field.equals("serverTime")) {
                time = Optional.of(Trade.instant(AnswerTime.micros(answer)));
            } else {
                answer.skip();
            }
        }
        if (time.isEmpty()) {
            throw answer.malformed("serverTime is missing");
        }
        return time.get();
    }

    private static void readSymbol(JsonAnswer answer, Map<String, Listing> listings)
            throws IOException, MalformedAnswerException {
        String symbol = "";
        String status = "";
        String quote = "";
        for (String field = answer.nextField(); field != null; field = answer.nextField()) {
            switch (field) {
                case "symbol" -> symbol = answer.text();
                case "status" -> status = answer.text();
                case "quoteAsset" -> quote = answer.text();
                default -> answer.skip();
            }
        }
        if (symbol.isEmpty() || status.isEmpty()) {
            throw answer.malformed("symbol or status is missing");
        }
        if (listings.put(symbol, new Listing(status, quote)) != null) {
            throw answer.malformed("a symbol is listed twice: " + RefusalReader.quotable(symbol));
        }
    }

    private static Optional<Integer> readLimit(JsonAnswer answer)
            throws IOException, MalformedAnswerException {
        String what = "";
        String interval = "";
        long intervals = 0;
        long limit = 0;
        for (String field = answer.nextField(); field != null; field = answer.nextField()) {
            switch (field) {
                case "rateLimitType" -> what = answer.text();
                case "interval" -> interval = answer.text();
                case "intervalNum" -> intervals = answer.integer();
                case "limit" -> limit = answer.integer();
                default -> answer.skip();
            }
        }
        boolean isWeight = what.equals("REQUEST_WEIGHT") && interval.equals("MINUTE");
        return isWeight && intervals == 1 && limit > 0
                ? Optional.of((int) Math.min(limit, Integer.MAX_VALUE))
                : Optional.empty();
    }

    /// None where the exchange writes -1, or a last id below the first.
    private static Optional<TradeIdRange> range(JsonAnswer answer, long first, long last)
            throws MalformedAnswerException {
        if (last == Long.MAX_VALUE) {
            throw answer.malformed(last + " is no trade id");
        }
        if (first < NONE || last < NONE) {
            throw answer.malformed("ids " + first + " to " + last + " are no trade ids");
        }
        return first < 0 || last < first
                ? Optional.empty()
                : Optional.of(new TradeIdRange(first, last));
    }
}
