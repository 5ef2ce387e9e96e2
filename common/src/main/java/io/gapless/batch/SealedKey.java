package io.gapless.batch;

import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a sealed object:
/// `sealed/symbol=BTCUSDT/date=2026-01-01/sealed_on=2026-01-02/0000000003735683259-0000000003743683258.parquet`
///
/// @param date the UTC date of the trades
/// @param sealedOn views take the object from the day after this one on
/// @param range exactly the ids that it holds
public record SealedKey(Symbol symbol, LocalDate date, LocalDate sealedOn, TradeIdRange range) {
    /// What all sealed objects' keys start with.
    public static final String ROOT = "sealed/";

    private static final int MAX_QUOTED = 300;
    private static final Pattern KEY =
            Pattern.compile(
                    "sealed/symbol=([^/]+)/date=(\\d{4}-\\d{2}-\\d{2})/sealed_on=(\\d{4}-\\d{2}-\\d{2})/"
                            + "(\\d{19})-(\\d{19})\\.parquet");

    public SealedKey {
        if (!sealedOn.isAfter(date)) {
            throw new IllegalArgumentException(
                    "%s of %s sealed on %s, before its day was over"
                            .formatted(symbol, date, sealedOn));
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
    public static SealedKey parse(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not the key of a sealed object: " + Excerpt.of(key, MAX_QUOTED));
        }
        try {
            return new SealedKey(
                    Symbol.of(parts.group(1)),
                    LocalDate.parse(parts.group(2)),
                    LocalDate.parse(parts.group(3)),
                    new TradeIdRange(
                            Long.parseLong(parts.group(4)), Long.parseLong(parts.group(5))));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not the key of a sealed object: " + Excerpt.of(key, MAX_QUOTED), e);
        }
    }

    @Override
    public String toString() {
        return "%ssealed_on=%s/%019d-%019d.parquet"
                .formatted(prefix(symbol, date), sealedOn, range.first(), range.last());
    }
}
