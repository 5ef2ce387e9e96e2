package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Claim;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import java.util.List;
import java.util.Optional;

/// A table that is another one, but for what is overridden.
class OtherCheckpoints implements Checkpoints {
    private final Checkpoints other;

    OtherCheckpoints(Checkpoints other) {
        this.other = other;
    }

    /// What is read, as it appears.
    Checkpoint seen(Checkpoint read) {
        return read;
    }

    @Override
    public final Optional<Checkpoint> read(Symbol symbol) {
        return other.read(symbol).map(this::seen);
    }

    @Override
    public boolean write(Checkpoint next) {
        return other.write(next);
    }

    @Override
    public final List<Checkpoint> all() {
        return other.all().stream().map(this::seen).toList();
    }

    /// The same checkpoint but for what is settled.
    static Checkpoint with(Checkpoint c, List<Claim> claims, Coverage archived, Coverage absent) {
        return new Checkpoint(
                c.symbol(),
                c.version(),
                archived,
                claims,
                absent,
                c.wanted(),
                c.deferred(),
                c.ahead(),
                c.headTime(),
                c.updatedAt());
    }
}
