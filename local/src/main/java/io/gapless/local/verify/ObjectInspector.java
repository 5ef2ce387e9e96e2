package io.gapless.local.verify;

import io.gapless.batch.BatchKey;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Judges one object by its key and its bytes.
final class ObjectInspector {
    private ObjectInspector() {}

    static ObjectFinding inspect(String key, byte[] object) {
        BatchKey batch;
        try {
            batch = BatchKey.parse(key);
        } catch (IllegalArgumentException e) {
            return new ObjectFinding.Unsound(key, Optional.empty(), String.valueOf(e.getMessage()));
        }
        return switch (FoundObject.look(batch, object)) {
            case FoundObject.Rows(var trades) -> rows(batch, object.length, trades);
            case FoundObject.Voided() -> new ObjectFinding.Released(batch);
            case FoundObject.Contradiction(var why) ->
                    new ObjectFinding.Unsound(key, Optional.of(batch), why);
        };
    }

    private static ObjectFinding rows(BatchKey batch, long bytes, TradeColumns trades) {
        Map<Source, Long> bySource = new EnumMap<>(Source.class);
        for (int row = 0; row < trades.size(); row++) {
            if (trades.price(row) <= 0 || trades.quantity(row) <= 0) {
                return new ObjectFinding.Unsound(
                        batch.toString(),
                        Optional.of(batch),
                        "object %s: trade %d has price %d and quantity %d, in units of 1e-8"
                                .formatted(
                                        batch,
                                        trades.id(row),
                                        trades.price(row),
                                        trades.quantity(row)));
            }
            bySource.merge(trades.source(row), 1L, Long::sum);
        }
        return new ObjectFinding.Rows(batch, bytes, bySource, trades.trade(trades.size() - 1));
    }
}
