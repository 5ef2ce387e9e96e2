package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A writer in the small: a chain of procedures, each chosen by what came of the ones before.
///
/// What it does depends on the replies alone, so a script is brought to where another one was by
/// telling it the same replies. Two with the same [#print] go on in the same way, but for the ids
/// that they draw for claims to come.
abstract class Script implements Procedure<Script.End> {
    /// At its end.
    record End() {}

    private interface Running {
        Step<End> on(StorageReply reply, Instant now);
    }

    final SmallMarket market;
    final Claimant claimant;
    final RandomGenerator random;
    final int batchTrades;
    private final int mostLooks;
    private final Mistake mistake;
    private final Map<String, Integer> drawn = new HashMap<>();
    private @Nullable Running running;
    private @Nullable StorageCall pending;
    private @Nullable Procedure<?> procedure;
    private String stage = "";
    private int looks;

    /// @param batchTrades where batches are cut
    /// @param mostLooks times that it starts over: two who always disturb each other could go on for ever
    Script(
            SmallMarket market,
            int batchTrades,
            Claimant claimant,
            RandomGenerator random,
            int mostLooks,
            Mistake mistake) {
        this.market = market;
        this.batchTrades = batchTrades;
        this.claimant = claimant;
        this.random = random;
        this.mostLooks = mostLooks;
        this.mistake = mistake;
    }

    /// For the id of the next claim of this. No chance is in it, so that ways that differ in nothing
    /// else lead to the same state.
    RandomGenerator idFor(Object claimed) {
        String text = claimant.owner() + " " + claimed;
        long id = text.hashCode() * 0x9E3779B97F4A7C15L + drawn.merge(text, 1, Integer::sum);
        return () -> id;
    }

    boolean makes(Mistake one) {
        return mistake == one;
    }

    /// Looks at the checkpoint, from which everything follows.
    @Override
    public final Step<End> begin(Instant now) {
        if (++looks > mostLooks) {
            return end();
        }
        CheckpointUpdate look =
                new CheckpointUpdate(market.tape().symbol(), _ -> Optional.empty(), random);
        return run(
                "look",
                look,
                now,
                (outcome, later) ->
                        outcome instanceof CheckpointUpdate.Outcome.Stored(var checkpoint)
                                ? looked(checkpoint, later)
                                : end());
    }

    abstract Step<End> looked(Checkpoint checkpoint, Instant now);

    @Override
    public final Step<End> on(StorageReply reply, Instant now) {
        if (running == null || pending == null) {
            throw new IllegalStateException("not begun");
        }
        return running.on(mistake.taken(pending, reply), now);
    }

    /// What it remembers beside the procedure that is under way.
    abstract String memory();

    final String print() {
        return memory()
                + " "
                + looks
                + " "
                + stage
                + " "
                + (procedure == null ? "" : StatePrint.of(procedure));
    }

    /// Goes on with a procedure, and then with what its result leads to.
    ///
    /// @param name of what is done, different wherever something else follows
    <T> Step<End> run(
            String name, Procedure<T> next, Instant now, BiFunction<T, Instant, Step<End>> then) {
        stage = name;
        procedure = next;
        return go(next, next.begin(now), now, then);
    }

    private <T> Step<End> go(
            Procedure<T> current,
            Step<T> step,
            Instant now,
            BiFunction<T, Instant, Step<End>> then) {
        return switch (step) {
            case Step.Done<T>(var result) -> then.apply(result, now);
            case Step.Do<T>(var call) -> {
                pending = call;
                running = (reply, later) -> go(current, current.on(reply, later), later, then);
                yield new Step.Do<>(call);
            }
        };
    }

    Step<End> end() {
        procedure = null;
        return new Step.Done<>(new End());
    }
}
