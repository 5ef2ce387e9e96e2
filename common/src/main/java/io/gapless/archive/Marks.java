package io.gapless.archive;

import java.time.Instant;
import java.util.Optional;

/// Small facts that outlive a process and hold until a time: a caller's ban, a run under way.
///
/// They lie in the table of checkpoints, beside the symbols. Safe for use by many threads and
/// processes at once.
public interface Marks {
    Optional<Mark> find(String name);

    /// Stores a mark if there is none of that name, or one that ends before `endsBefore`.
    ///
    /// @return whether it was stored
    boolean set(Mark mark, Instant endsBefore);

    /// @param name what it is about, such as `ban/backfill`; 1 to [#MAX_NAME] characters
    /// @param until when it ends, cut to the microsecond
    /// @param note for people to read
    record Mark(String name, Instant until, String note) {
        /// Longest name in characters.
        public static final int MAX_NAME = 200;

        public Mark {
            if (name.isBlank() || name.length() > MAX_NAME) {
                throw new IllegalArgumentException("\"" + name + "\" is not the name of a mark");
            }
            until = StoredTime.cut(until);
        }
    }
}
