package io.gapless.backfill.watch;

import io.gapless.trade.Symbol;
import org.slf4j.Logger;

/// What people should see: a line of a function's log with the key `alarm`, which CloudWatch counts. What
/// each means is in `docs/operations.md`.
public final class LoggedAlarm {
    /// Where the lines have the key, as CloudWatch's filter patterns name it: their encoder makes a list of
    /// the keys, and this is the first of them.
    public static final String PATTERN_KEY = "$.kvpList[0].alarm";

    private static final String KEY = "alarm";

    private LoggedAlarm() {}

    /// Rows of a dump contradict archived ones.
    ///
    /// @param rows how many
    /// @param told some of them, with both versions, or where they are
    public static void conflict(Logger log, Symbol symbol, long rows, String told) {
        log.atError()
                .addKeyValue(KEY, "CONFLICT")
                .addKeyValue("symbol", symbol)
                .addKeyValue("rows", rows)
                .addKeyValue("told", told)
                .log("the exchange's file of a day contradicts the archive");
    }
}
