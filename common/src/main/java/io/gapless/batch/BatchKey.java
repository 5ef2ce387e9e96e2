package io.gapless.batch;

import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a batch's object:
/// `trades/symbol=BTCUSDT/date=2026-01-01/20260101T000000.000000Z-20260101T000059.999999Z_0000000003735683259-0000000003735703162.parquet`
///
/// People see the window at a glance, and a listing alone proves or refutes completeness. There is
/// no `:` in it, so that every file system can hold it. A key is computed once, by whoever claims the
/// range; everybody else takes it from the claim, because two sources may tell a time differently.
///
/// @param firstTime earliest trade time, µs
/// @param lastTime latest trade time, µs, on the same UTC date
public record BatchKey(Symbol symbol, long firstTime, long lastTime, TradeIdRange range) {
    /// What all batches' keys start with.
    public static final String ROOT = "trades/";

    private static final int ID_DIGITS = 19;

    /// Most characters of a key that are quoted to people; a good one has less than 200.
    private static final int MAX_QUOTED = 300;

    private static final Pattern KEY =
            Pattern.compile(
                    "trades/symbol=([^/]+)/date=(\\d{4}-\\d{2}-\\d{2})/"
                            + "(\\d{8}T\\d{6}\\.\\d{6})Z-(\\d{8}T\\d{6}\\.\\d{6})Z_(\\d{19})-(\\d{19})\\.parquet");

    public BatchKey {
        if (firstTime < Trade.EARLIEST_TIME || lastTime >= Trade.LATEST_TIME) {
            throw new IllegalArgumentException(
                    "%s %s: %d to %d µs is not between 2017 and 2200"
                            .formatted(symbol, range, firstTime, lastTime));
        }
        if (lastTime < firstTime || Trade.epochDay(firstTime) != Trade.epochDay(lastTime)) {
            throw new IllegalArgumentException(
                    "%s %s: a window from %s to %s is not within one UTC date"
                            .formatted(symbol, range, Trade.utc(firstTime), Trade.utc(lastTime)));
        }
    }

    /// The prefix of all keys of a symbol.
    public static String prefix(Symbol symbol) {
        return ROOT + "symbol=" + symbol + "/";
    }

    /// The prefix of all keys of a symbol and date.
    public static String prefix(Symbol symbol, LocalDate date) {
        return prefix(symbol) + "date=" + date + "/";
    }

    /// Reads a key back.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    public static BatchKey parse(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not the key of a batch: " + quoted(key));
        }
        BatchKey parsed;
        try {
            parsed =
                    new BatchKey(
                            Symbol.of(parts.group(1)),
                            micros(parts.group(3)),
                            micros(parts.group(4)),
                            new TradeIdRange(
                                    Long.parseLong(parts.group(5)),
                                    Long.parseLong(parts.group(6))));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("not the key of a batch: " + quoted(key), e);
        }
        if (!parsed.toString().equals(key)) {
            throw new IllegalArgumentException(
                    "the key " + quoted(key) + " contradicts itself: expected " + parsed);
        }
        return parsed;
    }

    public LocalDate date() {
        return Trade.dateOf(firstTime);
    }

    @Override
    public String toString() {
        StringBuilder key = new StringBuilder(160).append(prefix(symbol, date()));
        time(key, firstTime);
        key.append('-');
        time(key, lastTime);
        key.append('_');
        digits(key, range.first(), ID_DIGITS);
        key.append('-');
        digits(key, range.last(), ID_DIGITS);
        return key.append(".parquet").toString();
    }

    private static void time(StringBuilder key, long micros) {
        LocalDateTime time = Trade.utc(micros);
        digits(key, time.getYear(), 4);
        digits(key, time.getMonthValue(), 2);
        digits(key, time.getDayOfMonth(), 2);
        key.append('T');
        digits(key, time.getHour(), 2);
        digits(key, time.getMinute(), 2);
        digits(key, time.getSecond(), 2);
        key.append('.');
        digits(key, time.getNano() / 1_000, 6);
        key.append('Z');
    }

    private static void digits(StringBuilder key, long number, int digits) {
        String text = Long.toString(number);
        key.repeat('0', digits - text.length()).append(text);
    }

    private static String quoted(String key) {
        return Excerpt.of(key, MAX_QUOTED);
    }

    /// Of digits that stand where [#time] puts them.
    private static long micros(String text) {
        LocalDateTime time =
                LocalDateTime.of(
                        Integer.parseInt(text, 0, 4, 10),
                        Integer.parseInt(text, 4, 6, 10),
                        Integer.parseInt(text, 6, 8, 10),
                        Integer.parseInt(text, 9, 11, 10),
                        Integer.parseInt(text, 11, 13, 10),
                        Integer.parseInt(text, 13, 15, 10),
                        Integer.parseInt(text, 16, 22, 10) * 1_000);
        return Trade.micros(time.toInstant(ZoneOffset.UTC));
    }
}
