package io.gapless.local.chaos;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Looks at the checkpoints every so often, on a thread of its own: a store that is away keeps it waiting.
final class Looks implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Ledger ledger = new Ledger();
    private final Thread thread = Thread.ofVirtual().name("looks").unstarted(this::loop);
    private volatile Seen seen = new Seen(0, 0, 0, 0, 0);

    /// What was seen last.
    ///
    /// @param archived trades stored
    /// @param gapsOpened gaps seen so far
    /// @param gapIds ids that they had
    /// @param open ids known to be missing now
    /// @param leftBehind claims that expired before they were committed
    record Seen(long archived, long gapsOpened, long gapIds, long open, int leftBehind) {
        @Override
        public String toString() {
            return "archived %,d, gaps opened %,d (%,d ids), missing now %,d, claims left behind %d"
                    .formatted(archived, gapsOpened, gapIds, open, leftBehind);
        }
    }

    Looks(Checkpoints checkpoints, InstantSource clock) {
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    Seen seen() {
        return seen;
    }

    private void loop() {
        try {
            while (true) {
                try {
                    List<Checkpoint> all = checkpoints.all();
                    ledger.look(all, clock.instant());
                    seen =
                            new Seen(
                                    all.stream().mapToLong(c -> c.stored().size()).sum(),
                                    ledger.opened(),
                                    ledger.ids(),
                                    ledger.open(),
                                    ledger.leftBehind());
                } catch (StorageUnavailableException e) {
                    // Away at our own wish: the next look.
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
