package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Claim;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// What can be done wrong with what is archived and claimed.
enum CheckpointMistake implements Mistake {
    /// Who let a claim expire is dead: its ids are free again.
    COUNTS_EXPIRED_CLAIMS_AS_GAPS("a claim was dropped") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    return program.repairs()
                            ? with(
                                    c,
                                    c.claims().stream()
                                            .filter(k -> !k.isExpired(program.clock().instant()))
                                            .toList(),
                                    c.archived(),
                                    c.absent())
                            : c;
                }
            };
        }
    },
    /// Nobody finishes what others have begun.
    TAKES_NOTHING_OVER("not healed") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.KILLED_AT_CALL);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    return with(
                            c,
                            c.claims().stream()
                                    .map(k ->
                                            new Claim(
                                                    k.id(),
                                                    k.key(),
                                                    k.owner(),
                                                    program.clock().instant().plusSeconds(60)))
                                    .toList(),
                            c.archived(),
                            c.absent());
                }
            };
        }
    },
    /// Only one's own claims count.
    CLAIMS_WHAT_OTHERS_HAVE_CLAIMED("a claim was dropped") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                private final Set<String> own = new HashSet<>();

                @Override
                Checkpoint seen(Checkpoint c) {
                    List<Claim> claims =
                            c.claims().stream().filter(k -> own.contains(k.id())).toList();
                    return with(c, claims, c.archived(), c.absent());
                }

                @Override
                public boolean write(Checkpoint next) {
                    next.claims().forEach(k -> own.add(k.id()));
                    return super.write(next);
                }
            };
        }
    },
    /// What is absent is as good as stored.
    FORGETS_WHAT_IS_ABSENT("archived, and in no object") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    return with(c, c.claims(), c.archived(), Coverage.EMPTY);
                }
            };
        }
    },
    /// The last writer wins.
    WRITES_OVER_WHAT_OTHERS_WROTE("archived before and not any more") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    if (super.write(next)) {
                        return true;
                    }
                    long now = read(next.symbol()).map(Checkpoint::version).orElse(0L);
                    return super.write(at(next, now + 1));
                }
            };
        }
    },
    /// A write of the checkpoint without an answer will have arrived.
    TAKES_A_SILENT_WRITE_FOR_DONE("an object without a claim|archived before and not any more") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    try {
                        return super.write(next);
                    } catch (StorageUnavailableException e) {
                        return true;
                    }
                }
            };
        }
    },
    /// Somebody restores the table from a backup while the programs run.
    RESTORES_AN_OLD_TABLE("archived before and not any more") {
        private static final int WRITES_SINCE_THE_BACKUP = 20;

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                private final Map<Symbol, Checkpoint> backup = new TreeMap<>();
                private int writes;

                @Override
                public boolean write(Checkpoint next) {
                    boolean written = super.write(next);
                    if (written) {
                        backup.putIfAbsent(next.symbol(), next);
                        writes++;
                    }
                    if (written && writes % WRITES_SINCE_THE_BACKUP == 0) {
                        Checkpoint old = backup.getOrDefault(next.symbol(), next);
                        super.write(at(old, next.version() + 1));
                    }
                    return written;
                }
            };
        }
    },
    /// A gap ends one id before what follows it, less one.
    ENDS_A_GAP_ONE_EARLY("archived, and in no object") {
        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    return program.repairs() ? with(c, c.claims(), shortened(c), c.absent()) : c;
                }

                private Coverage shortened(Checkpoint c) {
                    List<TradeIdRange> before =
                            c.gaps(OptionalLong.empty()).stream()
                                    .map(gap -> gap.range().last())
                                    .filter(id ->
                                            c.archived().contains(new TradeIdRange(id + 1, id + 1)))
                                    .map(id -> new TradeIdRange(id, id))
                                    .toList();
                    return c.archived().plus(Coverage.of(before));
                }
            };
        }
    },
    /// Doubles come soon after the first, so that a window of ids is enough to know them.
    REMEMBERS_ONLY_THE_LATEST("archived before and not any more") {
        private static final long WINDOW = 200;

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint c) {
                    Coverage latest =
                            c.archived()
                                    .span()
                                    .map(all ->
                                            c.archived()
                                                    .intersect(
                                                            Coverage.of(
                                                                    new TradeIdRange(
                                                                            Math.max(
                                                                                    all.first(),
                                                                                    all.last()
                                                                                            - WINDOW),
                                                                            all.last()))))
                                    .orElse(Coverage.EMPTY);
                    return with(c, c.claims(), latest, c.absent());
                }
            };
        }
    },
    /// One id is enough to remember: what lies below it is archived.
    KEEPS_A_HIGH_WATER_MARK("archived, and in no object") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.LISTENER_KILLED, Fault.FRAME_LOST);
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    if (!next.claims().isEmpty()) {
                        return super.write(next);
                    }
                    Coverage below =
                            next.archived().span().map(Coverage::of).orElse(Coverage.EMPTY);
                    return super.write(with(next, next.claims(), below, Coverage.EMPTY));
                }
            };
        }
    };

    private final String shows;

    CheckpointMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
        return shows;
    }

    private static Checkpoint at(Checkpoint c, long version) {
        return new Checkpoint(
                c.symbol(),
                version,
                c.archived(),
                c.claims(),
                c.absent(),
                c.wanted(),
                c.deferred(),
                c.ahead(),
                c.headTime(),
                c.updatedAt());
    }
}
