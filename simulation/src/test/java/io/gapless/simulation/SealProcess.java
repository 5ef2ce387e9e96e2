package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.ByteSource;
import io.gapless.dump.DumpHistory;
import io.gapless.seal.Drafts;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.SealPorts;
import io.gapless.seal.SealReport;
import io.gapless.seal.Sealing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Whoever seals: a run at a time, killed when one takes too long.
final class SealProcess extends SimulatedProcess {
    private static final Duration TIME_BUDGET = Duration.ofMinutes(10);

    /// Lambda's own time-out, µs.
    private static final long KILLED_AFTER = 900_000_000;

    private final SealWitness witness;
    private final Link s3;
    private final Sealing sealing;
    private boolean busy;
    private long runs;
    private Optional<String> wrong = Optional.empty();

    SealProcess(World world, SealWitness witness, String name, SealMistake mistake) {
        super(world, name, 0);
        this.witness = witness;
        s3 = new Link(this, world.weather().s3());
        RemoteStores stores = new RemoteStores(this);
        Archive archive =
                new OtherArchive(stores.archive()) {
                    @Override
                    public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                        return s3.call(
                                Step.PUT,
                                "put " + key,
                                true,
                                () -> witness.put(SealProcess.this, key, body, metadata));
                    }
                };
        Checkpoints checkpoints = mistake.checkpoints(stores.checkpoints());
        sealing =
                new Sealing(
                        new SealPorts(
                                mistake.archive(archive),
                                mistake.objects(objects()),
                                checkpoints,
                                Drafts.inMemory(),
                                SealPorts.NewestId.UNKNOWN,
                                DumpHistory.NONE,
                                mistake.clock(clock()),
                                Runnable::run));
    }

    private LargeObjects objects() {
        return new LargeObjects() {
            @Override
            public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
                byte[] bytes = body.read(0, (int) body.size());
                return s3.call(
                        Step.PUT,
                        "put " + key,
                        true,
                        () -> witness.put(SealProcess.this, key, bytes, metadata));
            }

            @Override
            public Optional<ByteSource> open(String key) {
                return s3.call(
                        Step.LOOK,
                        "get " + key,
                        false,
                        () -> world().witness().archive().open(key));
            }
        };
    }

    boolean isBusy() {
        return busy;
    }

    /// What it found wrong, in a world in which nothing is.
    Optional<String> wrong() {
        return wrong;
    }

    void seal() {
        busy = true;
        long own = ++runs;
        world().time()
                .after(
                        KILLED_AFTER,
                        () -> {
                            if (busy && own == runs) {
                                kill();
                            }
                        });
        run(() -> {
            try {
                SealReport report =
                        sealing.nightly(_ -> true, clock().instant().plus(TIME_BUDGET), this::told);
                world().story().tell(() -> this + " sealed " + report);
            } catch (io.gapless.archive.StorageUnavailableException e) {
                world().story().tell(() -> this + " fails: " + e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            busy = false;
        });
    }

    private void told(SealReport.Day day) {
        if (day.outcome() instanceof SealOutcome.Wrong(var problem)) {
            wrong = Optional.of(problem);
        }
    }
}
