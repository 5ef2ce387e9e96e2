package io.gapless.local.chaos;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Gap;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What the checkpoints have shown from look to look: gaps, and claims that their writers left behind. What
/// came and went between two looks is not seen. Used by one thread.
final class Ledger {
    private final Map<Symbol, Coverage> seen = new HashMap<>();
    private final Set<String> leftBehind = new HashSet<>();
    private long opened;
    private long open;

    void look(List<Checkpoint> checkpoints, Instant now) {
        open = 0;
        for (Checkpoint checkpoint : checkpoints) {
            checkpoint.claims().stream()
                    .filter(claim -> claim.isExpired(now))
                    .forEach(claim -> leftBehind.add(claim.id()));
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

    /// Claims that have expired, for others to take over.
    int leftBehind() {
        return leftBehind.size();
    }

    /// Ids missing at the last look.
    long open() {
        return open;
    }
}
