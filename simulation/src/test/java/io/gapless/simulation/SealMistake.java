package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.BatchKey;
import io.gapless.batch.ByteSource;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be done wrong in sealing, planted between the sealer and its stores.
enum SealMistake {
    /// All is well.
    NONE(""),
    /// Whatever lies between the first and the last id will be there: a gap is closed in a minute.
    SEALS_BEFORE_THE_DAY_IS_COMPLETE("as archived, and no object holds it") {
        @Override
        Checkpoints checkpoints(Checkpoints checkpoints) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint read) {
                    return withoutHoles(read);
                }
            };
        }
    },
    /// Ids that are missing count as ids that never existed.
    TAKES_WHAT_IS_MISSING_FOR_ABSENT("is certified, and lacks") {
        @Override
        Checkpoints checkpoints(Checkpoints checkpoints) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                Checkpoint seen(Checkpoint read) {
                    return absentHoles(read);
                }
            };
        }
    },
    /// A listing is taken for whole that lacks an object.
    SEALS_WITHOUT_ONE_PART("as archived, and no object holds it") {
        @Override
        Archive archive(Archive archive) {
            return new OtherArchive(archive) {
                @Override
                public Page list(String prefix, Optional<String> after) {
                    Page page = super.list(prefix, after);
                    List<Entry> entries = page.entries();
                    return prefix.startsWith(BatchKey.ROOT) && entries.size() > 2
                            ? new Page(
                                    entries.stream().filter(e -> e != entries.get(1)).toList(),
                                    page.more())
                            : page;
                }
            };
        }
    },
    /// The buffer is used again between the proof and the upload.
    PUBLISHES_WHAT_WAS_NOT_PROVED("it says to be format 1, BTCUSDT") {
        @Override
        LargeObjects objects(LargeObjects objects) {
            return new LargeObjects() {
                private Optional<ByteSource> first = Optional.empty();

                @Override
                public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
                    first = Optional.of(first.orElse(body));
                    return objects.put(key, first.get(), metadata);
                }

                @Override
                public Optional<ByteSource> open(String key) {
                    return objects.open(key);
                }
            };
        }
    },
    /// A plan that is out of time is released without a trace: no void keeps its keys.
    RELEASES_A_PLAN_WITHOUT_A_VOID("not healed") {
        @Override
        LargeObjects objects(LargeObjects objects) {
            return new LargeObjects() {
                @Override
                public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
                    return "void".equals(metadata.get("kind"))
                            ? PutOutcome.CREATED
                            : objects.put(key, body, metadata);
                }

                @Override
                public Optional<ByteSource> open(String key) {
                    return objects.open(key);
                }
            };
        }
    },
    /// The date of a seal is that of its trades' next day, whenever it is made.
    PUBLISHES_UNDER_A_DATE_THAT_IS_OVER("appears when its date is over") {
        @Override
        InstantSource clock(InstantSource clock) {
            return () -> clock.instant().minus(Duration.ofHours(16));
        }
    };

    private final String shows;

    SealMistake(String shows) {
        this.shows = shows;
    }

    /// How a world notices it.
    String shows() {
        return shows;
    }

    Archive archive(Archive archive) {
        return archive;
    }

    LargeObjects objects(LargeObjects objects) {
        return objects;
    }

    Checkpoints checkpoints(Checkpoints checkpoints) {
        return checkpoints;
    }

    InstantSource clock(InstantSource clock) {
        return clock;
    }

    private static Checkpoint withoutHoles(Checkpoint c) {
        return with(c, whole(c), c.absent());
    }

    private static Checkpoint absentHoles(Checkpoint c) {
        return with(c, whole(c), c.absent().plus(whole(c).minus(c.archived())));
    }

    private static Coverage whole(Checkpoint c) {
        return c.archived()
                .span()
                .map(span -> Coverage.of(new TradeIdRange(span.first(), span.last())))
                .orElse(Coverage.EMPTY)
                .minus(c.claimed());
    }

    private static Checkpoint with(Checkpoint c, Coverage archived, Coverage absent) {
        return new Checkpoint(
                c.symbol(),
                c.version(),
                archived,
                c.claims(),
                absent,
                c.wanted(),
                c.deferred(),
                c.ahead(),
                c.headTime(),
                c.updatedAt());
    }
}
