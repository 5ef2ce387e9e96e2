package io.gapless.local.rehearsal;

import io.gapless.trade.Symbol;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/// What is rehearsed.
///
/// @param days of history, half of them before [#FIRST_IN_MICROS]
/// @param leastTrades a day of the quietest symbol, on average
/// @param mostTrades a day of the busiest one
/// @param kills of the listener, by SIGKILL
/// @param defects how probable each defect is of each file
/// @param seed of the trades and of everything that happens by chance
/// @param folder an empty one
public record RehearsalSettings(
        List<Symbol> symbols,
        int days,
        double leastTrades,
        double mostTrades,
        int kills,
        double defects,
        long seed,
        Path folder,
        Sabotage sabotage) {
    /// Dumps have microseconds from this day on, and milliseconds before.
    static final LocalDate FIRST_IN_MICROS = LocalDate.of(2025, 1, 1);

    /// Of these the first ones are traded.
    private static final List<String> NAMES =
            List.of("BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT", "XRPUSDT");

    /// Fewer cannot have every defect.
    private static final int LEAST_FILES = 4;

    private static final double LEAST_TRADES = 200;
    private static final double MOST_TRADES = 2_000;

    public RehearsalSettings {
        symbols = List.copyOf(symbols);
        if (days < 3 || kills < 1 || symbols.size() * (days - 1) < LEAST_FILES) {
            throw new IllegalArgumentException(
                    "%d symbols, %d days, %d kills: expected 3 days, a kill, and %d dumps for all the defects"
                            .formatted(symbols.size(), days, kills, LEAST_FILES));
        }
        if (!(defects >= 0 && defects <= 1)) {
            throw new IllegalArgumentException("defects: expected 0 to 1, not " + defects);
        }
    }

    /// A year of five symbols.
    public static RehearsalSettings year(long seed, Path folder, Sabotage sabotage) {
        return new RehearsalSettings(
                symbols(5), 365, LEAST_TRADES, MOST_TRADES, 6, 0.08, seed, folder, sabotage);
    }

    /// Two weeks of three symbols.
    public static RehearsalSettings quick(long seed, Path folder, Sabotage sabotage) {
        return new RehearsalSettings(
                symbols(3), 14, LEAST_TRADES, MOST_TRADES, 2, 0.15, seed, folder, sabotage);
    }

    /// The first so many symbols.
    public static List<Symbol> symbols(int count) {
        return Stream.of(NAMES.toArray(String[]::new)).limit(count).map(Symbol::of).toList();
    }

    /// The first day of history.
    LocalDate firstDay() {
        return lastDay().minusDays(days - 1L);
    }

    /// The last day of history; live trading begins at its very end.
    LocalDate lastDay() {
        return FIRST_IN_MICROS.plusDays((days - 1L) / 2);
    }

    /// The date of live trading.
    LocalDate liveDay() {
        return lastDay().plusDays(1);
    }

    /// Mean trades a day of the symbol at this place.
    double tradesADay(int place) {
        double share = symbols.size() == 1 ? 1 : 1 - place / (symbols.size() - 1.0);
        return leastTrades + share * (mostTrades - leastTrades);
    }

    /// Where the archive is.
    Path archive() {
        return folder.resolve("archive");
    }
}
