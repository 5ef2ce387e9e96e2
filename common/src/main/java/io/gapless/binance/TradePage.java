package io.gapless.binance;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;

/// Reads the rows of `trades` and `historicalTrades`:
/// `{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","time":1499865549590,
/// "isBuyerMaker":true,"isBestMatch":true}`.
///
/// Unknown fields are ignored; `quoteQty` follows from price and quantity. A page that contradicts
/// itself is refused as a whole.
final class TradePage implements JsonAnswer.Format<TradeColumns> {
    private static final int ID = 1;
    private static final int PRICE = 2;
    private static final int QUANTITY = 4;
    private static final int TIME = 8;
    private static final int MAKER = 16;
    private static final int ALL = ID | PRICE | QUANTITY | TIME | MAKER;

    private final long leastId;
    private final int limit;
    private final TradeColumns rows;

    private long id;
    private long price;
    private long quantity;
    private long time;
    private boolean buyerIsMaker;
    private boolean bestMatch;
    private boolean inMicros;
    private boolean firstInMicros;

    /// @param leastId no row may have a lower id
    /// @param limit no more rows were asked for
    TradePage(long leastId, int limit) {
        this.leastId = leastId;
        this.limit = limit;
        this.rows = new TradeColumns(limit);
    }

    @Override
    public TradeColumns read(JsonAnswer answer) throws IOException, MalformedAnswerException {
        answer.beginList();
        long previous = leastId - 1;
        while (answer.nextObject()) {
            readRow(answer);
            check(answer, previous);
            previous = id;
            rows.add(
                    id,
                    price,
                    quantity,
                    time,
                    buyerIsMaker,
                    bestMatch,
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        return rows;
    }

    private void readRow(JsonAnswer answer) throws IOException, MalformedAnswerException {
        int seen = 0;
        // Left out by some sources; the glossary says that it says nothing about the trade.
        bestMatch = true;
        for (String field = answer.nextField(); field != null; field = answer.nextField()) {
            switch (field) {
                case "id" -> {
                    id = answer.integer();
                    seen |= ID;
                }
                case "price" -> {
                    price = decimal(answer);
                    seen |= PRICE;
                }
                case "qty" -> {
                    quantity = decimal(answer);
                    seen |= QUANTITY;
                }
                case "time" -> {
                    readTime(answer);
                    seen |= TIME;
                }
                case "isBuyerMaker" -> {
                    buyerIsMaker = answer.flag();
                    seen |= MAKER;
                }
                case "isBestMatch" -> bestMatch = answer.flag();
                default -> answer.skip();
            }
        }
        if (seen != ALL) {
            throw answer.malformed("one of id, price, qty, time and isBuyerMaker is missing");
        }
    }

    private void readTime(JsonAnswer answer) throws IOException, MalformedAnswerException {
        inMicros = AnswerTime.isMicros(answer.integer());
        time = AnswerTime.micros(answer);
    }

    private void check(JsonAnswer answer, long previous) throws MalformedAnswerException {
        if (rows.size() == limit) {
            throw answer.malformed("more rows than the " + limit + " asked for");
        }
        if (id == Long.MAX_VALUE) {
            throw answer.malformed(id + " is no trade id");
        }
        if (id <= previous) {
            throw answer.malformed(
                    rows.isEmpty()
                            ? "id " + id + " is below the " + leastId + " asked for"
                            : "id " + id + " comes after " + previous);
        }
        if (rows.isEmpty()) {
            firstInMicros = inMicros;
        } else if (inMicros != firstInMicros) {
            throw answer.malformed("some times are in ms and some in µs");
        }
    }

    private static long decimal(JsonAnswer answer) throws IOException, MalformedAnswerException {
        try {
            long units = Decimal8.parse(answer.number());
            if (units >= 0) {
                return units;
            }
        } catch (NumberFormatException e) {
            throw answer.malformed(RefusalReader.quotable(String.valueOf(e.getMessage())));
        }
        throw answer.malformed("negative");
    }
}
