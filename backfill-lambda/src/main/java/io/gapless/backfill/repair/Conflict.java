package io.gapless.backfill.repair;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;

/// A published row that contradicts an archived one. The archive keeps what it has; people decide.
///
/// @param key of the object that holds the archived row
/// @param archived as it lies in the archive
/// @param published as the dump tells it
public record Conflict(Symbol symbol, BatchKey key, Trade archived, Trade published) {
    public long id() {
        return archived.id();
    }

    @Override
    public String toString() {
        return "%s %d: %s has %s, and the dump says %s"
                .formatted(symbol, id(), key, archived, published);
    }
}
