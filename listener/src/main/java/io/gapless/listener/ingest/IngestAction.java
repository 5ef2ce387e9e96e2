package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Wanted;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Symbol;
import java.util.List;

/// What the ingest core wants done. Of [Write], [ReadCheckpoint] and [FollowOn] never more than one
/// per symbol is under way.
public sealed interface IngestAction {
    /// Claim, put and commit these. To be answered by [IngestEvent.WriteEnded].
    record Write(Symbol symbol, List<EncodedBatch> batches, Checkpoint known)
            implements IngestAction {}

    /// To be answered by [IngestEvent.CheckpointRead].
    record ReadCheckpoint(Symbol symbol) implements IngestAction {}

    /// Follow a symbol again, from where somebody has ended it. To be answered by
    /// [IngestEvent.CheckpointRead].
    ///
    /// @param ended as far as known; it may be followed again by now
    record FollowOn(Symbol symbol, Wanted.Ended ended) implements IngestAction {}

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
            /// Another listener has ended the following of a symbol that is archived here.
            ENDED_ELSEWHERE,
            /// Ids recorded as never having existed do exist.
            ABSENT_AFTER_ALL,
        }
    }
}
