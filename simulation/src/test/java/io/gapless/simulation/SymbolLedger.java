package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Gap;
import io.gapless.archive.Wanted;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.OptionalLong;

/// What of a symbol has been traded, archived and missed, as of the last look.
final class SymbolLedger {
    private final Symbol symbol;
    private final TradeColumns tape;
    private int happened;
    private Checkpoint newest;
    private boolean looked;
    private Coverage everMissed = Coverage.EMPTY;
    private Duration slowest = Duration.ZERO;

    SymbolLedger(Symbol symbol, TradeColumns tape) {
        this.symbol = symbol;
        this.tape = tape;
        newest = Checkpoint.none(symbol);
    }

    Symbol symbol() {
        return symbol;
    }

    /// @param now µs
    void look(Checkpoint checkpoint, long now) {
        while (happened < tape.size() && tape.time(happened) <= now) {
            happened++;
        }
        if (checkpoint == newest) {
            return;
        }
        if (looked) {
            measure(checkpoint, now);
        }
        looked = true;
        newest = checkpoint;
    }

    private void measure(Checkpoint checkpoint, long now) {
        for (TradeIdRange range : checkpoint.archived().minus(newest.archived()).ranges()) {
            long since = tape.time(Math.min(happened - 1, row(range.first())));
            Duration took = Duration.ofNanos((now - since) * 1_000);
            boolean followed = checkpoint.wanted().followed(range.last()).contains(range.first());
            if (followed && took.compareTo(slowest) > 0) {
                slowest = took;
            }
        }
        for (Gap gap : checkpoint.gaps(OptionalLong.empty())) {
            if (gap.kind() == Gap.Kind.FOLLOWED) {
                everMissed = everMissed.plus(gap.range());
            }
        }
    }

    /// Ids that were a gap at some time.
    Coverage everMissed() {
        return everMissed;
    }

    /// Ids that are a gap, or are being fetched.
    Coverage missed() {
        return everMissed.minus(newest.archived());
    }

    /// The longest that a trade took to become durable.
    Duration slowest() {
        return slowest;
    }

    /// The highest id that has been traded.
    long head() {
        return tape.id(happened - 1);
    }

    /// Whether all that is wanted up to an id is archived, and nobody is about to write.
    boolean isComplete(long through) {
        return newest.wanted() != Wanted.NOTHING
                && newest.wanted().all(through).minus(newest.archived()).isEmpty();
    }

    boolean isSettled() {
        return isComplete(head()) && newest.claims().isEmpty();
    }

    private int row(long id) {
        int low = 0;
        int high = tape.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tape.id(middle) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
