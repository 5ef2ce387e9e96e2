package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Deferral;
import io.gapless.archive.Wanted;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What can be done wrong with what the exchange and the operator do to symbols.
enum SymbolMistake implements Mistake {
    /// What the exchange's history does not serve any more never existed.
    TAKES_WITHDRAWN_HISTORY_FOR_ABSENT("absent, and yet traded") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.HISTORY_WITHDRAWN, Fault.LISTENER_KILLED, Fault.FRAME_LOST);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    Coverage withdrawn =
                            Coverage.of(
                                            next.deferred().stream()
                                                    .filter(d ->
                                                            d.reason() == Deferral.Reason.WITHDRAWN)
                                                    .map(Deferral::range)
                                                    .toList())
                                    .minus(next.taken());
                    return super.write(
                            changed(
                                    next,
                                    next.archived().plus(withdrawn),
                                    next.absent().plus(withdrawn),
                                    next.wanted(),
                                    next.headTime()));
                }
            };
        }
    },
    /// Who stops to follow a symbol needs what is archived of it by then, and not what was traded.
    FORGETS_THE_TAIL_OF_WHAT_IS_REMOVED("wanted before and not any more") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.SYMBOL_REMOVED);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    boolean ends =
                            next.symbol().equals(World.REMOVED.symbol())
                                    && !next.wanted().isFollowed()
                                    && !next.wanted().followedBefore().isEmpty();
                    return super.write(ends ? endedEarly(next) : next);
                }
            };
        }
    },
    /// Who follows a symbol again begins with what is traded next, wherever another list has ended it.
    FORGETS_WHERE_FOLLOWING_ENDED("nobody wants") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.SYMBOL_ADDED, Fault.FRAME_LOST, Fault.LISTENER_KILLED);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    Wanted was = c.wanted();
                    return changed(
                            c,
                            c.archived(),
                            c.absent(),
                            new Wanted(
                                    was.followedFrom(),
                                    was.followedBefore(),
                                    was.asked(),
                                    Optional.empty()),
                            c.headTime());
                }
            };
        }
    },
    /// A name is a symbol, whatever its ids: nobody looks when their trades happened.
    MIXES_ID_SPACES("is stored, and") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.IDS_RESTARTED, Fault.FRAME_LOST, Fault.LISTENER_KILLED);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    return changed(c, c.archived(), c.absent(), c.wanted(), FAR_AHEAD);
                }
            };
        }
    };

    private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    private final String shows;

    SymbolMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
        return shows;
    }

    private static Checkpoint endedEarly(Checkpoint c) {
        Wanted was = c.wanted();
        Coverage early =
                was.followedBefore()
                        .intersect(Coverage.of(new TradeIdRange(0, c.lastTaken().orElse(0))));
        return changed(
                c,
                c.archived(),
                c.absent(),
                new Wanted(OptionalLong.empty(), early, was.asked(), was.ended()),
                c.headTime());
    }

    private static Checkpoint changed(
            Checkpoint c, Coverage archived, Coverage absent, Wanted wanted, Instant headTime) {
        return new Checkpoint(
                c.symbol(),
                c.version(),
                archived,
                c.claims(),
                absent,
                wanted,
                c.deferred(),
                c.ahead(),
                headTime,
                c.updatedAt());
    }
}
