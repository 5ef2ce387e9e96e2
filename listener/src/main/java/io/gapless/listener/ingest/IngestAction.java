package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Symbol;
import java.util.List;

/// What the ingest core wants done. Never more than one [Write] or [ReadCheckpoint] per symbol is
/// under way.
public sealed interface IngestAction {
    /// Claim, put and commit these. To be answered by [IngestEvent.WriteEnded].
    record Write(Symbol symbol, List<EncodedBatch> batches, Checkpoint known)
            implements IngestAction {}

    /// To be answered by [IngestEvent.CheckpointRead].
    record ReadCheckpoint(Symbol symbol) implements IngestAction {}

    /// Tell people.
    record Alarm(Kind kind, Symbol symbol, String message) implements IngestAction {
        /// What about.
        public enum Kind {
            /// Held trades were dropped; they are a gap now, which the repair fills from REST.
            TRADES_GIVEN_UP,
            /// The ids of a symbol have started again; it is not archived any more.
            ID_SPACE_RESTARTED,
            /// The archive of a symbol is in too many pieces.
            TOO_FRAGMENTED,
            /// An object is neither its rows nor a void.
            CONTRADICTION,
            /// Ids recorded as never having existed do exist.
            ABSENT_AFTER_ALL,
        }
    }
}
