package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;

/// Which ids of a symbol need nothing more: cut into batches here, or stored as the newest known
/// checkpoint shows. Absent ids are not among them: a trade that turns up all the same is archived.
///
/// For the ingest thread alone.
final class CoveredIds {
    private Checkpoint checkpoint;
    private Coverage covered;
    private long boundary;

    CoveredIds(Checkpoint known) {
        checkpoint = known;
        covered = known.stored();
        boundary =
                Math.max(known.lastTaken().orElse(-1) + 1, known.wanted().followedFrom().orElse(0));
    }

    /// The newest checkpoint known.
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The id that the next trade has, as far as known: one above everything covered or claimed, and
    /// not below the origin.
    long boundary() {
        return boundary;
    }

    /// Whether a trade that arrives is a double.
    boolean contains(long id) {
        return id < boundary && covered.contains(id);
    }

    boolean contains(TradeIdRange range) {
        return covered.contains(range);
    }

    void add(Coverage ids) {
        covered = covered.plus(ids);
        boundary = Math.max(boundary, covered.span().map(span -> span.last() + 1).orElse(0L));
    }

    /// These are held as trades again, or not at all.
    void remove(TradeIdRange ids) {
        covered = covered.minus(ids);
    }

    /// Takes in a checkpoint.
    ///
    /// @return whether it is not older than the one known
    boolean learn(Checkpoint read) {
        if (read.version() < checkpoint.version()) {
            return false;
        }
        checkpoint = read;
        add(read.stored());
        return true;
    }

    /// Those ids that nobody has stored or claimed, as far as known.
    Coverage free(Coverage ids) {
        return ids.minus(checkpoint.taken());
    }

    /// Whether some of them are under a claim.
    boolean anyClaimed(Coverage ids) {
        return checkpoint.claims().stream().anyMatch(claim -> ids.overlaps(claim.range()));
    }
}
