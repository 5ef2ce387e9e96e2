package io.gapless.seal;

import io.gapless.trade.Symbol;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of what is told about a symbol's day:
/// `certificates/symbol=BTCUSDT/date=2026-01-01/certificate-0001.json`, and `plan-0001.json` beside it.
///
/// @param kind `certificate` or `plan`
/// @param number 1 for the first of a day
public record DayKeys(Symbol symbol, LocalDate date, String kind, int number) {
    /// What all these keys start with.
    public static final String ROOT = "certificates/";

    /// Of a [Certificate].
    public static final String CERTIFICATE = "certificate";

    /// Of a [SealPlan].
    public static final String PLAN = "plan";

    /// Most of a kind for one day.
    public static final int MAX_NUMBER = 9_999;

    private static final Pattern KEY =
            Pattern.compile(
                    "certificates/symbol=([^/]+)/date=(\\d{4}-\\d{2}-\\d{2})/(certificate|plan)-(\\d{4})\\.json");

    public DayKeys {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "%s %s: no %s can have the number %d".formatted(symbol, date, kind, number));
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

    /// Reads a key back; empty when it is another's.
    public static Optional<DayKeys> parse(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new DayKeys(
                            Symbol.of(parts.group(1)),
                            LocalDate.parse(parts.group(2)),
                            parts.group(3),
                            Integer.parseInt(parts.group(4))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "%s%s-%04d.json".formatted(prefix(symbol, date), kind, number);
    }
}
