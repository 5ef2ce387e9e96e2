package io.gapless.archive;

import io.gapless.trade.Symbol;
import java.util.List;
import java.util.Optional;

/// The table of checkpoints, one per symbol.
///
/// Safe for use by many threads and processes at once; reads see every write that returned before.
/// After a [StorageUnavailableException] a write may have taken effect, or may still: read again and
/// look for what was written.
public interface Checkpoints {
    Optional<Checkpoint> read(Symbol symbol);

    /// Stores `next` if what is stored is the version before it: `next.version() - 1`, where 0 means
    /// that nothing is stored.
    ///
    /// @return whether it was stored; `false` when somebody else was faster
    boolean write(Checkpoint next);

    /// Refuses what no store may take: a checkpoint that was never changed.
    ///
    /// @throws IllegalArgumentException if the version is not 1 or more
    static void requireStorable(Checkpoint next) {
        if (next.version() < 1) {
            throw new IllegalArgumentException(
                    "the checkpoint of %s has version %d: there is nothing to store"
                            .formatted(next.symbol(), next.version()));
        }
    }

    /// All checkpoints, in ascending order of their symbols.
    List<Checkpoint> all();
}
