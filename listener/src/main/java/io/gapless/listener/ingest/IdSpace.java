package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.HighestId;
import io.gapless.trade.Trade;
import java.time.Instant;

/// Notices when the exchange starts to count the trades of a symbol anew. The origin says nothing here,
/// because nobody knows when the trade before it happened.
///
/// For the ingest thread alone.
final class IdSpace {
    private HighestId highest = HighestId.NONE;
    private boolean restarted;

    /// Takes in what is stored or claimed.
    void saw(Checkpoint known) {
        HighestId taken = HighestId.taken(known);
        saw(taken.id(), taken.time());
    }

    void saw(long id, long time) {
        highest = highest.and(id, time);
    }

    /// Whether this trade is of ids that have started again. The first such trade shows it, and from then
    /// on [#hasRestarted]. What happened before is of the ids that were there first, also where it is
    /// delivered later: by another connection, or all at once after a pause of this process.
    boolean restartsWith(long id, long time) {
        boolean anew = restarted ? highest.isLongBefore(time) : highest.isContradictedBy(id, time);
        restarted |= anew;
        return anew;
    }

    /// What was held here is of ids that have started again: those that were there first have come so
    /// far, and all that was seen besides is not of them.
    void restartedAfter(HighestId first) {
        restarted = true;
        highest = first;
    }

    boolean hasRestarted() {
        return restarted;
    }

    /// Whether a trade is known of that happened at this time or later.
    boolean hasReached(Instant time) {
        return highest.time() >= Trade.micros(time);
    }

    /// The highest id known of the id space; -1 before the first.
    long highest() {
        return highest.id();
    }
}
