package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads a checkpoint, changes it, writes it, and starts over when somebody else was faster.
///
/// The change is asked for anew over each checkpoint read, so it must be one that does no harm when
/// it is made twice: after a lost reply it may find its work done.
public final class CheckpointUpdate implements Procedure<CheckpointUpdate.Outcome> {
    /// How it ended.
    public sealed interface Outcome {
        /// @param checkpoint as stored now, changed or not
        record Stored(Checkpoint checkpoint) implements Outcome {}

        /// The checkpoint could not be reached; the change may have taken effect all the same.
        record Unknown(String why) implements Outcome {}
    }

    /// Attempts in a row without an answer.
    public static final int MAX_ATTEMPTS = 8;

    private final Symbol symbol;
    private final Function<Checkpoint, Optional<CheckpointChange>> change;
    private final RandomGenerator random;
    private @Nullable Checkpoint beingWritten;
    private int failuresInARow;
    private int lostRaces;

    /// @param change what to do, or empty when nothing is to be done; is given [Checkpoint#none] when
    ///     nothing is stored
    public CheckpointUpdate(
            Symbol symbol,
            Function<Checkpoint, Optional<CheckpointChange>> change,
            RandomGenerator random) {
        this.symbol = symbol;
        this.change = change;
        this.random = random;
    }

    @Override
    public Step<Outcome> begin(Instant now) {
        return read();
    }

    @Override
    public Step<Outcome> on(StorageReply reply, Instant now) {
        return switch (reply) {
            case StorageReply.CheckpointRead(var read) -> {
                failuresInARow = 0;
                yield write(read.orElseGet(() -> Checkpoint.none(symbol)), now);
            }
            case StorageReply.CheckpointWritten(boolean stored) -> {
                failuresInARow = 0;
                if (stored && beingWritten != null) {
                    yield new Step.Done<>(new Outcome.Stored(beingWritten));
                }
                lostRaces++;
                yield lostRaces > BatchWrite.MAX_LOST_RACES
                        ? new Step.Done<>(
                                new Outcome.Unknown(
                                        "lost %d races for the checkpoint of %s"
                                                .formatted(lostRaces, symbol)))
                        : read();
            }
            case StorageReply.Unavailable(var why) -> {
                failuresInARow++;
                yield failuresInARow >= MAX_ATTEMPTS
                        ? new Step.Done<>(new Outcome.Unknown(why))
                        : new Step.Do<>(
                                new StorageCall.Pause(
                                        Backoff.STORAGE.after(failuresInARow, random)));
            }
            case StorageReply.Paused() -> read();
            case StorageReply.ObjectPut _, StorageReply.ObjectGot _ ->
                    throw new IllegalStateException("a reply about an object, for " + symbol);
        };
    }

    private Step<Outcome> read() {
        beingWritten = null;
        return new Step.Do<>(new StorageCall.ReadCheckpoint(symbol));
    }

    private Step<Outcome> write(Checkpoint current, Instant now) {
        Optional<CheckpointChange> wanted = change.apply(current);
        if (wanted.isEmpty()) {
            return new Step.Done<>(new Outcome.Stored(current));
        }
        Checkpoint next = wanted.get().at(now);
        beingWritten = next;
        return new Step.Do<>(new StorageCall.WriteCheckpoint(next));
    }
}
