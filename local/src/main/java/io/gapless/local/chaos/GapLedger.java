package io.gapless.local.chaos;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Gap;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The gaps that the checkpoints have shown from look to look. One that opened and closed between two
/// looks is not seen. Used by one thread.
final class GapLedger {
    private final Map<Symbol, Coverage> seen = new HashMap<>();
    private long opened;
    private long open;

    void look(List<Checkpoint> checkpoints) {
        open = 0;
        for (Checkpoint checkpoint : checkpoints) {
            for (Gap gap : checkpoint.gaps(OptionalLong.empty())) {
                note(checkpoint.symbol(), gap.range());
            }
        }
    }

    private void note(Symbol symbol, TradeIdRange range) {
        Coverage before = seen.getOrDefault(symbol, Coverage.EMPTY);
        open += range.size();
        if (!before.overlaps(range)) {
            opened++;
        }
        seen.put(symbol, before.plus(range));
    }

    /// How many there have been.
    long opened() {
        return opened;
    }

    /// How many ids they had in all.
    long ids() {
        return seen.values().stream().mapToLong(Coverage::size).sum();
    }

    /// Ids missing at the last look.
    long open() {
        return open;
    }
}
