package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.batch.BatchKey;
import java.util.List;

/// How a [BatchWrite] ended.
public sealed interface WriteOutcome {
    /// Every batch came to an end of its own.
    ///
    /// @param checkpoint the newest known
    /// @param archived batches whose ids are settled now, by this writer or by another
    /// @param released batches under whose key lies a void: write them again under another key
    /// @param contested batches whose ids are partly archived or claimed by somebody else: subtract
    ///     what the checkpoint shows and cut again
    /// @param waiting batches that would leave one more hole in an archive that is in too many pieces
    ///     already; nothing is claimed of them
    record Ended(
            Checkpoint checkpoint,
            List<EncodedBatch> archived,
            List<EncodedBatch> released,
            List<EncodedBatch> contested,
            List<EncodedBatch> waiting)
            implements WriteOutcome {}

    /// The checkpoint could not be reached, or was too contended. As far as known nothing is claimed;
    /// the same batches may be written again, by a new [BatchWrite].
    record NotClaimed(String why) implements WriteOutcome {}

    /// Time is up, with claims made. The same batches may be written again; otherwise somebody takes
    /// the claims over when they expire.
    record GaveUp(String why) implements WriteOutcome {}

    /// The object under a claim's key is neither its rows nor a void. This must not happen: nothing
    /// is committed, people have to look.
    record Contradicted(BatchKey key, String why) implements WriteOutcome {}
}
