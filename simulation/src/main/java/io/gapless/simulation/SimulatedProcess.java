package io.gapless.simulation;

import io.gapless.protocol.Pause;
import io.gapless.trade.Trade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A process: it can be killed at any moment, paused and resumed, and its clock may be wrong.
class SimulatedProcess {
    private final World world;
    private final String name;
    private final List<Coroutine> coroutines = new ArrayList<>();
    private Optional<Coroutine> running = Optional.empty();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long pausedUntil;
    private long skew;
    private boolean dead;
    private boolean clockWasWrong;

    /// @param skew by how many µs its clock is ahead
    SimulatedProcess(World world, String name, long skew) {
        this.world = world;
        this.name = name;
        setSkew(skew);
    }

    final World world() {
        return world;
    }

    final boolean isDead() {
        return dead;
    }

    final boolean isPaused() {
        return world.time().now() < pausedUntil;
    }

    /// Its clock, right or wrong.
    final InstantSource clock() {
        return this::now;
    }

    private Instant now() {
        return Trade.instant(world.time().now() + skew);
    }

    /// Waits in simulated time.
    final Pause pause() {
        return time -> sleep(time.toNanos() / 1_000);
    }

    /// Lets it do something later, unless it is dead then. While it is paused it does nothing, and all
    /// of it afterwards.
    final void later(long micros, Runnable what) {
        world.time().after(micros, () -> turn(what));
    }

    private void turn(Runnable what) {
        if (dead) {
            return;
        }
        if (isPaused() || !held.isEmpty()) {
            held.add(what);
            return;
        }
        what.run();
    }

    /// Runs code that may wait.
    final void run(Runnable body) {
        requireAlive();
        Coroutine coroutine = new Coroutine(body);
        coroutines.add(coroutine);
        later(0, () -> resume(coroutine));
    }

    /// Waits. For code begun by [#run].
    final void sleep(long micros) {
        requireAlive();
        Coroutine self = running.orElseThrow();
        later(micros, () -> resume(self));
        self.suspend();
        requireAlive();
    }

    private void resume(Coroutine coroutine) {
        running = Optional.of(coroutine);
        Optional<Throwable> thrown = coroutine.resume();
        running = Optional.empty();
        if (coroutine.isEnded()) {
            coroutines.remove(coroutine);
        }
        if (thrown.isPresent() && !(thrown.get() instanceof ProcessDied)) {
            if (thrown.get() instanceof BrokenPromise broken) {
                throw broken;
            }
            IllegalStateException failed =
                    new IllegalStateException(this + " threw " + thrown.get(), thrown.get());
            throw failed;
        }
    }

    /// Ends it at once. What it has sent is on its way.
    final void kill() {
        if (dead) {
            return;
        }
        dead = true;
        world.story().tell(() -> this + " is no more");
        world.time().after(0, this::unwind);
        died();
    }

    /// Ends it from within.
    final ProcessDied die() {
        kill();
        return new ProcessDied();
    }

    private void unwind() {
        for (Coroutine coroutine : List.copyOf(coroutines)) {
            resume(coroutine);
        }
    }

    /// What is to be done when it is no more.
    void died() {}

    final void pauseFor(long micros) {
        pausedUntil = Math.max(pausedUntil, world.time().now() + micros);
        world.time().at(pausedUntil, this::catchUp);
    }

    final void goOn() {
        pausedUntil = world.time().now();
        world.time().after(0, this::catchUp);
    }

    /// All that it would have done meanwhile, in order; something of it may be a pause.
    private void catchUp() {
        while (!dead && !isPaused() && !held.isEmpty()) {
            held.remove().run();
        }
    }

    final void setSkew(long micros) {
        skew = micros;
        clockWasWrong |= micros != 0;
    }

    /// Whether its clock was right all the time.
    final boolean hasRightClock() {
        return !clockWasWrong;
    }

    final void requireAlive() {
        if (dead) {
            throw new ProcessDied();
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
