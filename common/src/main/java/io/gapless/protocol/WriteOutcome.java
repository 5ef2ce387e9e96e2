package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import java.util.List;
import java.util.Map;

/// How a [BatchWrite] ended.
public sealed interface WriteOutcome {
    /// What became of a batch.
    enum Fate {
        /// Archived under the claim that it was written for, whoever put the object.
        ARCHIVED,
        /// All its ids were archived by others before it was claimed.
        ARCHIVED_BY_OTHERS,
        /// A void lies under its key, and its claim is gone: write it again under another key.
        RELEASED,
        /// Its ids are partly archived or claimed by somebody else, and nothing is claimed of it:
        /// subtract what the checkpoint shows and cut again.
        CONTESTED,
        /// It would leave one more hole in an archive that is in too many pieces already; nothing is
        /// claimed of it.
        WAITING,
    }

    /// Every batch came to an end of its own.
    ///
    /// @param checkpoint the newest known
    /// @param fates what became of the batches; one that none met is missing
    /// @param absentAfterAll ids of the batches that were recorded as never having existed
    record Ended(
            Checkpoint checkpoint, Map<Fate, List<EncodedBatch>> fates, Coverage absentAfterAll)
            implements WriteOutcome {
        public Ended {
            fates = Map.copyOf(fates);
        }

        /// The batches that met this fate.
        public List<EncodedBatch> batches(Fate fate) {
            return fates.getOrDefault(fate, List.of());
        }
    }

    /// The checkpoint could not be reached, or was too contended. As far as known nothing is claimed;
    /// the same batches may be written again, by a new [BatchWrite].
    record NotClaimed(String why) implements WriteOutcome {}

    /// Time is up, with claims made. The same batches may be written again; otherwise somebody takes
    /// the claims over when they expire.
    record GaveUp(String why) implements WriteOutcome {}

    /// The object under a claim's key is neither its rows nor a void. This must not happen: nothing
    /// is committed, people have to look.
    ///
    /// @param why a sentence that names the object
    record Contradicted(BatchKey key, String why) implements WriteOutcome {}
}
