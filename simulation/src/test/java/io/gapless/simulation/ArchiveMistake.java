package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.batch.BatchKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be done wrong with objects.
enum ArchiveMistake implements Mistake {
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
    /// The buffer is used again too early.
    PUTS_THE_BYTES_OF_ANOTHER("contradicts its key|not a Parquet file") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                private Optional<byte[]> first = Optional.empty();

                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    first = Optional.of(first.orElse(body));
                    return super.put(key, first.get(), metadata);
                }
            };
        }
    },
    /// The connection breaks in the middle of an upload, and nobody compares the length.
    UPLOADS_HALF("object trades/") {
        @Override
        public Archive archive(Archive archive, Program program) {
            return new OtherArchive(archive) {
                @Override
                public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                    return super.put(key, Arrays.copyOf(body, body.length / 2), metadata);
                }
            };
        }
    };

    private final String shows;

    ArchiveMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
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
}
