package io.gapless.simulation;

import io.gapless.archive.StorageUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A process's way to a store or to the exchange: calls take time, are lost, come too late, and go on
/// without their sender.
final class Link {
    /// Seconds until a call is given up.
    private static final double SHORTEST_TIME_OUT = 2;

    private static final double LONGEST_TIME_OUT = 30;

    /// The latest that a write may land after it was given up, in seconds.
    private static final double LATEST = 1_200;

    private static final double LONGEST_PAUSE = 1_200;

    /// The faults of a store.
    ///
    /// @param away whether it is away for everybody
    record Kind(
            Fault throttled,
            Fault timedOut,
            Fault replyLost,
            Fault late,
            Fault slow,
            Supplier<Boolean> away) {}

    private final SimulatedProcess process;
    private final Kind kind;

    Link(SimulatedProcess process, Kind kind) {
        this.process = process;
        this.kind = kind;
    }

    /// Makes a call.
    ///
    /// @param write whether it changes something, so that it may do so late
    /// @throws StorageUnavailableException when there is no answer
    <T> T call(Step step, String about, boolean write, Supplier<T> effect) {
        World world = process.world();
        Faults faults = world.faults();
        process.requireAlive();
        Supplier<String> who = () -> process + " (" + about + ")";
        if (faults.strikes(Fault.PAUSED_AT_CALL, step, who)) {
            pauseAt(step);
        }
        boolean dies = faults.strikes(Fault.KILLED_AT_CALL, step, who);
        int when = dies ? faults.chance().nextInt(3) : -1;
        if (when == 0) {
            throw process.die();
        }
        if (kind.away().get()) {
            process.sleep(faults.micros(1, 10));
            throw new StorageUnavailableException("away: " + about, null);
        }
        if (faults.strikes(kind.throttled(), step, who)) {
            process.sleep(world.latency());
            throw new StorageUnavailableException("503 Slow Down: " + about, null);
        }
        if (faults.strikes(kind.timedOut(), step, who)) {
            process.sleep(faults.micros(SHORTEST_TIME_OUT, LONGEST_TIME_OUT));
            throw new StorageUnavailableException("time-out, never arrived: " + about, null);
        }
        if (write && faults.strikes(kind.late(), step, who)) {
            world.time().after(faults.micros(1, LATEST), () -> landed(about, effect));
            if (when > 0) {
                throw process.die();
            }
            process.sleep(faults.micros(SHORTEST_TIME_OUT, LONGEST_TIME_OUT));
            throw new StorageUnavailableException("time-out, on its way: " + about, null);
        }
        long there = world.latency();
        long back = world.latency();
        if (faults.strikes(kind.slow(), step, who)) {
            there += faults.micros(1, 20);
            back += faults.micros(1, 20);
        }
        Reply<T> reply = new Reply<>();
        world.time().after(there, () -> reply.of(effect));
        if (when == 1) {
            throw process.die();
        }
        boolean lost = faults.strikes(kind.replyLost(), step, who);
        process.sleep(lost ? faults.micros(SHORTEST_TIME_OUT, LONGEST_TIME_OUT) : there + back);
        if (when == 2) {
            throw process.die();
        }
        if (lost) {
            throw new StorageUnavailableException("time-out, took effect: " + about, null);
        }
        return reply.get(about);
    }

    /// Where history lags too, somebody may find that only this process ever had the trades.
    private void pauseAt(Step step) {
        World world = process.world();
        Faults faults = world.faults();
        long micros = faults.micros(2, LONGEST_PAUSE);
        process.pauseFor(micros);
        boolean lags =
                step == Step.PUT
                        && faults.strikes(Fault.REST_LAGS_BEHIND_A_ZOMBIE, step, process::toString);
        if (lags) {
            world.lag(Duration.ofSeconds((long) LONGEST_PAUSE), micros + micros / 4);
        }
        process.sleep(1);
    }

    private <T> void landed(String about, Supplier<T> effect) {
        process.world().story().tell(() -> "lands late: " + about);
        new Reply<T>().of(effect);
    }

    private static final class Reply<T> {
        private Optional<T> value = Optional.empty();
        private Optional<RuntimeException> thrown = Optional.empty();

        void of(Supplier<T> effect) {
            try {
                value = Optional.of(effect.get());
            } catch (RuntimeException e) {
                thrown = Optional.of(e);
            }
        }

        T get(String about) {
            if (thrown.isPresent()) {
                throw thrown.get();
            }
            return value.orElseThrow(
                    () -> new StorageUnavailableException("no answer yet: " + about, null));
        }
    }
}
