package io.gapless.protocol;

import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.batch.CorruptBatchException;
import io.gapless.trade.TradeColumns;

/// What lies under a claim's key.
public sealed interface FoundObject {
    /// Exactly the claimed trades: the claim can be committed.
    record Rows(TradeColumns trades) implements FoundObject {}

    /// A void: the claim is to be released.
    record Voided() implements FoundObject {}

    /// Neither. It must not happen, and nothing is done about it but telling people.
    ///
    /// @param why a sentence that names the object
    record Contradiction(String why) implements FoundObject {}

    static FoundObject look(BatchKey key, byte[] object) {
        try {
            return switch (new BatchCodec().decode(key, object)) {
                case Content.Rows rows -> new Rows(rows.trades());
                case Content.Void _ -> new Voided();
            };
        } catch (CorruptBatchException e) {
            return new Contradiction(String.valueOf(e.getMessage()));
        }
    }
}
