package io.gapless.simulation;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Code that waits in the middle, such as a repair, run step by step: it has a thread of its own, and
/// either that thread runs or the one that calls [#resume], never both.
final class Coroutine {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Thread thread;
    private boolean begun;
    private boolean ended;
    private Optional<Throwable> thrown = Optional.empty();

    Coroutine(Runnable body) {
        thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                body.run();
                            } catch (Throwable e) {
                                thrown = Optional.of(e);
                            } finally {
                                ended = true;
                                back.release();
                            }
                        });
    }

    boolean isEnded() {
        return ended;
    }

    /// Runs it until it suspends itself or ends.
    ///
    /// @return what it threw, if it ended so
    Optional<Throwable> resume() {
        if (ended) {
            return Optional.empty();
        }
        if (begun) {
            go.release();
        } else {
            begun = true;
            thread.start();
        }
        back.acquireUninterruptibly();
        return thrown;
    }

    /// Gives the turn back; returns at the next [#resume]. On the coroutine's own thread.
    void suspend() {
        back.release();
        go.acquireUninterruptibly();
    }
}
