package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.archive.Archive.Entry;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Finds between which dates ids must have been traded, from what lies below and above them in the
/// archive: for ids whose date nobody tells any more. A listing for each step of a bisection.
public final class ArchivedDates {
    private final Archive archive;
    private final Symbol symbol;

    public ArchivedDates(Archive archive, Symbol symbol) {
        this.archive = archive;
        this.symbol = symbol;
    }

    /// The dates of the last object that starts at or below an id, and of the first that starts above it.
    public record Between(Optional<LocalDate> lower, Optional<LocalDate> upper) {}

    /// @param today no object is of a later date
    public Between around(long id, LocalDate today) {
        LocalDate low = LocalDate.of(2017, 1, 1);
        LocalDate high = today.plusDays(1);
        // Objects from `low` on begin at or below the id, those from `high` on above it.
        Optional<BatchKey> first = firstFrom(low);
        if (first.isEmpty()) {
            return new Between(Optional.empty(), Optional.empty());
        }
        if (first.get().range().first() > id) {
            return new Between(Optional.empty(), first.map(BatchKey::date));
        }
        while (low.plusDays(1).isBefore(high)) {
            LocalDate middle = LocalDate.ofEpochDay((low.toEpochDay() + high.toEpochDay()) / 2);
            Optional<BatchKey> key = firstFrom(middle);
            if (key.isPresent() && key.get().range().first() <= id) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Optional<LocalDate> lower = firstFrom(low).map(BatchKey::date);
        Optional<LocalDate> upper = firstFrom(high).map(BatchKey::date);
        return new Between(lower, upper);
    }

    /// The first object of a date or a later one.
    private Optional<BatchKey> firstFrom(LocalDate date) {
        String prefix = BatchKey.prefix(symbol);
        List<Entry> entries =
                archive.list(prefix, Optional.of(BatchKey.prefix(symbol, date))).entries();
        try {
            return entries.isEmpty()
                    ? Optional.empty()
                    : Optional.of(BatchKey.parse(entries.getFirst().key()));
        } catch (IllegalArgumentException _) {
            // Somebody else's object: `verify` tells.
            return Optional.empty();
        }
    }
}
