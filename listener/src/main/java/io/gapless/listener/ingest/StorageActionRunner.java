package io.gapless.listener.ingest;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.CheckpointUpdate;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.Pause;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/// Performs actions against the stores, each on a thread of its own, at most [#MAX_ACTIONS_AT_ONCE] at
/// a time.
///
/// [#begin], [#takeEnded] and [#awaitEnded] are for the ingest thread; [#takeLongestWrite] and
/// [#oldestActionSince] are for any. Results wait in a queue that cannot grow beyond one per symbol.
public final class StorageActionRunner implements ActionRunner, AutoCloseable {
    /// Connections to the stores in use, and objects on their way: the flushes of many symbols share
    /// them.
    public static final int MAX_ACTIONS_AT_ONCE = 16;

    /// How long one write may try before its symbol waits its turn again: a store that is away must
    /// not keep every slot taken.
    public static final Duration MAX_WRITE_TIME = Duration.ofMinutes(2);

    private record Failure(Symbol symbol, Throwable thrown) {}

    private final Checkpoints checkpoints;
    private final Claimant claimant;
    private final InstantSource clock;
    private final SplittableGenerator random;
    private final AlarmLog log;
    private final ProcedureRunner procedures;
    private final ActionThreads threads;
    private final Semaphore slots = new Semaphore(MAX_ACTIONS_AT_ONCE);
    private final LinkedBlockingQueue<IngestEvent> ended = new LinkedBlockingQueue<>();
    private final Queue<IngestEvent> awaited = new ArrayDeque<>();
    private final Map<Symbol, Instant> runningSince = new ConcurrentHashMap<>();
    private final AtomicReference<Duration> longestWrite = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    /// On virtual threads.
    ///
    /// @param random split for each write, on the ingest thread
    public StorageActionRunner(
            Archive archive,
            Checkpoints checkpoints,
            Claimant claimant,
            InstantSource clock,
            Pause pause,
            SplittableGenerator random) {
        this(archive, checkpoints, claimant, clock, pause, random, ActionThreads.virtual());
    }

    /// @param random split for each write, on the ingest thread
    /// @param threads closed with this
    public StorageActionRunner(
            Archive archive,
            Checkpoints checkpoints,
            Claimant claimant,
            InstantSource clock,
            Pause pause,
            SplittableGenerator random,
            ActionThreads threads) {
        this.threads = threads;
        this.checkpoints = checkpoints;
        this.claimant = claimant;
        this.clock = clock;
        this.random = random;
        log = new AlarmLog(clock);
        procedures = new ProcedureRunner(archive, checkpoints, clock, pause);
    }

    @Override
    public void begin(IngestAction action) {
        switch (action) {
            case IngestAction.Write write -> {
                SplittableGenerator ownRandom = random.split();
                start(
                        write.symbol(),
                        () -> write(write, ownRandom),
                        new IngestEvent.WriteEnded(
                                write.symbol(), new WriteOutcome.NotClaimed("it failed")));
            }
            case IngestAction.ReadCheckpoint(var symbol) ->
                    start(
                            symbol,
                            () -> new IngestEvent.CheckpointRead(symbol, read(symbol)),
                            new IngestEvent.CheckpointRead(symbol, Optional.empty()));
            case IngestAction.FollowOn(var symbol, var ended) -> {
                log.alarm(new SymbolAlarms(symbol).followedOn(ended));
                SplittableGenerator ownRandom = random.split();
                start(
                        symbol,
                        () -> new IngestEvent.CheckpointRead(symbol, followOn(symbol, ownRandom)),
                        new IngestEvent.CheckpointRead(symbol, Optional.empty()));
            }
            case IngestAction.Alarm alarm -> log.alarm(alarm);
        }
    }

    @Override
    public Optional<IngestEvent> takeEnded() {
        Failure met = failure.getAndSet(null);
        if (met != null) {
            throw new IllegalStateException(
                    "an action for " + met.symbol() + " failed", met.thrown());
        }
        IngestEvent first = awaited.poll();
        return Optional.ofNullable(first != null ? first : ended.poll());
    }

    /// Waits until an action has ended, but never longer than `atMost`.
    public void awaitEnded(Duration atMost) throws InterruptedException {
        threads.await(ended, atMost).ifPresent(awaited::add);
    }

    /// How long the longest write took that ended since the last call.
    public Duration takeLongestWrite() {
        return longestWrite.getAndSet(Duration.ZERO);
    }

    /// Since when the oldest action runs that has not ended.
    public Optional<Instant> oldestActionSince() {
        return runningSince.values().stream().min(Instant::compareTo);
    }

    /// Interrupts what still runs. Whatever it was doing can be taken over by anybody.
    @Override
    public void close() {
        threads.close();
    }

    private void start(Symbol symbol, Callable<IngestEvent> action, IngestEvent otherwise) {
        threads.start(() -> {
            IngestEvent event = otherwise;
            try {
                slots.acquire();
                try {
                    runningSince.put(symbol, clock.instant());
                    event = action.call();
                } finally {
                    runningSince.remove(symbol);
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                // Told to the ingest thread, which ends the process.
                failure.compareAndSet(null, new Failure(symbol, e));
            }
            ended.add(event);
        });
    }

    private IngestEvent write(IngestAction.Write write, SplittableGenerator ownRandom)
            throws InterruptedException {
        Instant begun = clock.instant();
        BatchWrite procedure =
                new BatchWrite(
                        write.batches(),
                        write.known(),
                        claimant,
                        begun.plus(MAX_WRITE_TIME),
                        ownRandom);
        WriteOutcome outcome;
        try {
            outcome = procedures.run(procedure);
        } catch (StorageRefusedException e) {
            log.refused(write.symbol(), e);
            outcome = new WriteOutcome.NotClaimed(String.valueOf(e.getMessage()));
        }
        switch (outcome) {
            case WriteOutcome.Ended _, WriteOutcome.Contradicted _ ->
                    longestWrite.accumulateAndGet(
                            Duration.between(begun, clock.instant()),
                            (a, b) -> a.compareTo(b) >= 0 ? a : b);
            case WriteOutcome.NotClaimed(var why) -> log.notWritten(procedure, why);
            case WriteOutcome.GaveUp(var why) -> log.notWritten(procedure, why);
        }
        return new IngestEvent.WriteEnded(write.symbol(), outcome);
    }

    private Optional<Checkpoint> followOn(Symbol symbol, SplittableGenerator ownRandom)
            throws InterruptedException {
        CheckpointUpdate update =
                new CheckpointUpdate(
                        symbol,
                        current ->
                                current.wanted()
                                        .ended()
                                        .map(ended -> current.change().follow(ended.nextId())),
                        ownRandom);
        try {
            return switch (procedures.run(update)) {
                case CheckpointUpdate.Outcome.Stored(var checkpoint) -> Optional.of(checkpoint);
                case CheckpointUpdate.Outcome.Unknown(var why) -> {
                    log.notRead(symbol, why);
                    yield Optional.empty();
                }
            };
        } catch (StorageRefusedException e) {
            log.refused(symbol, e);
            return Optional.empty();
        }
    }

    private Optional<Checkpoint> read(Symbol symbol) {
        try {
            Optional<Checkpoint> read = checkpoints.read(symbol);
            if (read.isEmpty()) {
                log.checkpointGone(symbol);
            }
            return read;
        } catch (StorageUnavailableException e) {
            log.notRead(symbol, String.valueOf(e.getMessage()));
        } catch (StorageRefusedException e) {
            log.refused(symbol, e);
        }
        return Optional.empty();
    }
}
