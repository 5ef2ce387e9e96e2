package io.gapless.listener.start;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.Backoff;
import io.gapless.protocol.CheckpointUpdate;
import io.gapless.protocol.Pause;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Symbol;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The stores as a start uses them: what cannot be reached or does not exist ends it.
final class Stores {
    /// Attempts in a row without an answer, on top of the client's own.
    static final int MAX_ATTEMPTS = 5;

    private final Archive archive;
    private final Checkpoints checkpoints;
    private final Pause pause;
    private final RandomGenerator random;
    private final ProcedureRunner procedures;

    Stores(
            Archive archive,
            Checkpoints checkpoints,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.pause = pause;
        this.random = random;
        procedures = new ProcedureRunner(archive, checkpoints, clock, pause);
    }

    Map<Symbol, Checkpoint> checkpoints() throws InterruptedException {
        Map<Symbol, Checkpoint> bySymbol = new HashMap<>();
        answer(checkpoints::all).forEach(found -> bySymbol.put(found.symbol(), found));
        return bySymbol;
    }

    /// Whether there are objects of a symbol and no checkpoint, which was lost then. Also shows
    /// whether the archive can be reached.
    boolean isLost(Symbol symbol) throws InterruptedException {
        Archive.Page page = answer(() -> archive.list(BatchKey.prefix(symbol), Optional.empty()));
        // Another listener may have begun with this symbol since the checkpoints were read.
        return !page.entries().isEmpty() && answer(() -> checkpoints.read(symbol)).isEmpty();
    }

    /// @param change what to do, or empty when nothing is to be done
    /// @return the checkpoint as stored then
    Checkpoint update(Symbol symbol, Function<Checkpoint, Optional<CheckpointChange>> change)
            throws InterruptedException {
        CheckpointUpdate update = new CheckpointUpdate(symbol, change, random);
        try {
            return switch (procedures.run(update)) {
                case CheckpointUpdate.Outcome.Stored(var checkpoint) -> checkpoint;
                case CheckpointUpdate.Outcome.Unknown(var why) ->
                        throw new CannotStartException(
                                List.of(
                                        "The checkpoint of %s could not be written: %s"
                                                .formatted(symbol, why)));
            };
        } catch (StorageRefusedException e) {
            throw new CannotStartException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private <T> T answer(Supplier<T> question) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return question.get();
            } catch (StorageRefusedException e) {
                throw new CannotStartException(List.of(String.valueOf(e.getMessage())));
            } catch (StorageUnavailableException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new CannotStartException(
                            List.of(
                                    "A store does not answer, after %d attempts: %s"
                                            .formatted(attempt, e.getMessage())));
                }
                pause.pause(Backoff.STORAGE.after(attempt, random));
            }
        }
    }
}
