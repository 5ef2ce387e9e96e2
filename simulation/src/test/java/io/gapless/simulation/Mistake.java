package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Claim;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.batch.BatchKey;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Wrong turns that look harmless. A simulation that does not notice each of them is worth nothing.
enum Mistake implements Sabotage {
    /// What lies under the key already need not be looked at: it may be a void.
    TAKES_A_412_FOR_SUCCESS("archived, and in no object") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.PAUSED_AT_CALL, Fault.REST_LAGS_BEHIND_A_ZOMBIE);
        }

        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    super.put(key, body, metadata);
                    return PutOutcome.CREATED;
                }
            };
        }
    },
    /// A put without an answer will have arrived.
    TAKES_A_SILENT_PUT_FOR_DONE("archived, and in no object") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    try {
                        return super.put(key, body, metadata);
                    } catch (StorageUnavailableException e) {
                        return PutOutcome.CREATED;
                    }
                }
            };
        }
    },
    /// The commit comes first, and the object with the next attempt.
    COMMITS_BEFORE_THE_PUT("archived, and in no object") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                private Optional<Runnable> postponed = Optional.empty();

                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    Optional<Runnable> before = postponed;
                    postponed = Optional.of(() -> super.put(key, body, metadata));
                    before.ifPresent(Runnable::run);
                    return PutOutcome.CREATED;
                }
            };
        }
    },
    /// A second attempt takes a name of its own, so as not to meet the first.
    RETRIES_UNDER_ANOTHER_KEY("an object without a claim") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                private final Set<String> tried = new HashSet<>();

                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    boolean again = key.startsWith(BatchKey.ROOT) && !tried.add(key);
                    return super.put(again ? withOtherWindow(key) : key, body, metadata);
                }
            };
        }
    },
    /// The key is made of one's own rows, and history tells whole milliseconds.
    MAKES_THE_KEY_OF_ITS_OWN_ROWS("an object without a claim") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    boolean own = program.repairs() && key.startsWith(BatchKey.ROOT);
                    return super.put(own ? inMillis(key) : key, body, metadata);
                }
            };
        }
    },
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
    /// Ids that a page goes over never existed: one look is enough.
    CALLS_IDS_ABSENT_AT_FIRST_SIGHT("absent, and yet traded") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.REST_STEPS_OVER, Fault.FRAME_LOST, Fault.LISTENER_KILLED);
        }

        @Override
        public RepairSettings repair(RepairSettings s) {
            return new RepairSettings(
                    s.claimant(), s.staleAfter(), Duration.ofMillis(1), s.voidAfter());
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
    TAKES_A_SILENT_WRITE_FOR_DONE("an object without a claim") {
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
    /// A page starts where it was asked to.
    TRUSTS_WHERE_A_PAGE_STARTS("trade") {
        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
                    return super.page(symbol, fromId, limit).map(rows -> renumbered(rows, fromId));
                }
            };
        }
    },
    /// A refusal is a failure like any other: ask again.
    FORGETS_THE_BAN("told to stay away") {
        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                <T> Reply<T> seen(Reply<T> reply) {
                    return reply instanceof Reply.Refused<T>(var refusal)
                                    && refusal instanceof Refusal.Ban
                            ? new Reply.Refused<>(
                                    new Refusal.Unavailable(refusal.asked(), "failed"))
                            : reply;
                }
            };
        }
    },
    /// Pages are shorter by a row than what was asked for, and nobody asks for the last one.
    LEAVES_OUT_THE_LAST_ROW("not healed") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.LISTENER_KILLED, Fault.FRAME_LOST);
        }

        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
                    return super.page(symbol, fromId, limit)
                            .map(rows -> rows.slice(0, Math.max(0, rows.size() - 1)));
                }
            };
        }
    },
    /// What has arrived and was not looked at yet is lost at SIGTERM.
    LOSES_WHAT_IT_HOLDS_AT_SIGTERM("has stopped in good order and left") {
        @Override
        public boolean losesAtStop() {
            return true;
        }
    },
    /// Prices as floating point numbers.
    ROUNDS_PRICES("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    (long) (float) t.price(),
                    t.quantity(),
                    t.time(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// The time of receipt as the time of the trade.
    TAKES_THE_TIME_OF_RECEIPT("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.receivedAt(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// Every process draws the same ids for its claims.
    DRAWS_THE_SAME_EVERYWHERE("an object without a claim") {
        @Override
        public SplittableRandom chance(SplittableRandom chance) {
            return new SplittableRandom(1);
        }
    },
    /// The listener will bring everything: nobody needs a repair.
    NEVER_REPAIRS("not healed") {
        @Override
        public boolean repairs() {
            return false;
        }
    };

    private final String shows;

    /// @param shows how a world notices it
    Mistake(String shows) {
        this.shows = shows;
    }

    String shows() {
        return shows;
    }

    private static String withOtherWindow(String key) {
        BatchKey was = BatchKey.parse(key);
        return new BatchKey(was.symbol(), was.firstTime(), was.lastTime() + 1, was.range())
                .toString();
    }

    private static String inMillis(String key) {
        BatchKey was = BatchKey.parse(key);
        return new BatchKey(
                        was.symbol(),
                        was.firstTime() / 1_000 * 1_000,
                        was.lastTime() / 1_000 * 1_000,
                        was.range())
                .toString();
    }

    private static Checkpoint with(
            Checkpoint c, List<Claim> claims, Coverage archived, Coverage absent) {
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

    private static TradeColumns renumbered(TradeColumns rows, long fromId) {
        TradeColumns wrong = new TradeColumns(Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            wrong.add(
                    fromId + row,
                    rows.price(row),
                    rows.quantity(row),
                    rows.time(row),
                    rows.buyerIsMaker(row),
                    rows.bestMatch(row),
                    rows.eventTime(row),
                    rows.receivedAt(row),
                    rows.source(row));
        }
        return wrong;
    }
}
