package io.gapless.dump;

import io.gapless.trade.Symbol;
import java.time.Instant;
import java.time.LocalDate;

/// The exchange's published days. A dump is a witness and not the truth: dumps have been short, late
/// and rewritten while their checksums matched.
///
/// Safe for use by many threads.
public interface DumpHistory {
    /// No dumps at all.
    DumpHistory NONE = (symbol, date, _) -> new DumpDay.NotPublished(new DumpFile(symbol, date));

    /// Fetches one day and holds it until it is closed. Nothing is thrown that the host says, refuses
    /// or fails to say.
    ///
    /// @param deadline when to give up, [Instant#MAX] for never
    DumpDay day(Symbol symbol, LocalDate date, Instant deadline) throws InterruptedException;

    /// Whether a day is published, as far as the host can be asked; nothing is fetched where that can
    /// be avoided.
    default boolean isPublished(Symbol symbol, LocalDate date) throws InterruptedException {
        return switch (day(symbol, date, Instant.MAX)) {
            case DumpDay.Published(var dump) -> {
                dump.close();
                yield true;
            }
            case DumpDay.Broken _ -> true;
            case DumpDay.NotPublished _, DumpDay.Unavailable _ -> false;
        };
    }
}
