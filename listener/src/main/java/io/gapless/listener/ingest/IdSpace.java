package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.trade.Trade;

/// Notices when the exchange starts to count the trades of a symbol anew.
///
/// Ids and trade times grow together. A trade below the highest known one that happened much later is
/// of another id space, however near its id is: the exchange was reset, or the symbol listed again. A
/// late delivery is as old as its id. The origin says nothing here, because nobody knows when the
/// trade before it happened.
///
/// For the ingest thread alone.
final class IdSpace {
    /// How much later, in µs; times step back by milliseconds.
    static final long RESTART_LEAD = 60_000_000;

    /// Until one is known no id is too low.
    private long highest;

    private long newestTime;
    private boolean restarted;

    /// Takes in what is stored or claimed.
    void saw(Checkpoint known) {
        long time =
                known.claims().stream()
                        .mapToLong(claim -> claim.key().lastTime())
                        .reduce(Trade.micros(known.headTime()), Math::max);
        known.taken().span().ifPresent(span -> saw(span.last(), time));
    }

    void saw(long id, long time) {
        highest = Math.max(highest, id);
        newestTime = Math.max(newestTime, time);
    }

    /// Whether this trade is of ids that have started again. The first such trade shows it, and from then
    /// on [#hasRestarted]. What happened before is of the ids that were there first, also where it is
    /// delivered later: by another connection, or all at once after a pause of this process.
    boolean restartsWith(long id, long time) {
        boolean anew = time > newestTime + RESTART_LEAD && (restarted || id < highest);
        restarted |= anew;
        return anew;
    }

    /// The same for a trade that was held before `known` was: what is stored or claimed is of the ids
    /// that were there first, and all that was seen besides is not.
    boolean restartsWith(long id, long time, Checkpoint known) {
        IdSpace first = new IdSpace();
        first.saw(known);
        boolean anew = first.restartsWith(id, time);
        if (anew) {
            restarted = true;
            highest = first.highest;
            newestTime = first.newestTime;
        }
        return anew;
    }

    boolean hasRestarted() {
        return restarted;
    }

    /// The highest id known of the id space.
    long highest() {
        return highest;
    }
}
