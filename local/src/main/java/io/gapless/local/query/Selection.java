package io.gapless.local.query;

/// The symbols and dates whose objects are listed; whatever lies outside is as if it were not there.
///
/// @param symbols a name, `*` for any characters
/// @param dates a date as `2026-01-31`, `*` for any characters
public record Selection(String symbols, String dates) {
    /// The whole archive.
    public static final Selection ALL = new Selection("*", "*");

    public Selection {
        refuseSlash(symbols);
        refuseSlash(dates);
    }

    private static void refuseSlash(String pattern) {
        if (pattern.isEmpty() || pattern.contains("/") || pattern.contains("\\")) {
            throw new IllegalArgumentException(
                    "\"" + pattern + "\" is no symbol and no date: expected BTCUSDT or 2026-01-*");
        }
    }

    /// Whether this is one symbol and one date.
    public boolean isOneDay() {
        return !symbols.contains("*") && !dates.contains("*");
    }
}
