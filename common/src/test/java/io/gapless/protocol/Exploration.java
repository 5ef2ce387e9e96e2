package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.protocol.Procedure.Step;
import io.gapless.trade.Coverage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Goes through every interleaving of some scripts' storage calls, with so many lost replies and
/// deaths, and with writes that land at any later time; each state is visited once. In every state the
/// archive is proved; from every end it must be possible to archive everything.
final class Exploration {
    /// What may go wrong.
    ///
    /// @param faults calls that are not answered
    /// @param deaths writers that stop for ever
    /// @param restores times that the table is put back to the beginning
    record Limits(int faults, int deaths, int restores) {}

    /// A writer. The script is made anew whenever it is needed, and is each time the same.
    ///
    /// @param holds ids that only this one may know: it archives them in the end, unless it has died
    record Writer(String name, Coverage holds, Supplier<Script> script) {}

    /// How far a writer is.
    ///
    /// @param replies one way to get there
    /// @param pending what it does next, unless it has ended or died
    private record Progress(
            int writer,
            int print,
            boolean dead,
            List<StorageReply> replies,
            Optional<StorageCall> pending) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Progress other
                    && writer == other.writer
                    && print == other.print
                    && dead == other.dead;
        }

        @Override
        public int hashCode() {
            return 31 * print + writer;
        }
    }

    private record Stores(Map<String, byte[]> objects, Checkpoint checkpoint) {}

    private record State(
            Stores stores, List<StorageCall> flying, List<Progress> writers, Limits left) {}

    private record Reached(@Nullable State from, String by) {}

    private record Performed(Stores stores, StorageReply reply) {}

    /// More states than any test here has; beyond it a test would not be fast.
    private static final int MOST_STATES = 600_000;

    private static final StorageReply NO_ANSWER = new StorageReply.Unavailable("no answer");

    private final SmallMarket market;
    private final Instant now;
    private final Checkpoint first;
    private final List<Writer> writers;
    private final List<Supplier<Script>> repairs;
    private final Map<String, Integer> prints = new HashMap<>();
    private final Map<List<Object>, Progress> steps = new HashMap<>();
    private final Map<byte[], Content> contents = new HashMap<>();
    private final Set<Stores> proved = new HashSet<>();
    private final Map<State, Reached> seen = new HashMap<>();
    private final Deque<State> open = new ArrayDeque<>();

    /// @param first the checkpoint at the beginning, with no objects
    /// @param repairs what runs at the end to archive what is left, in this order
    Exploration(
            SmallMarket market,
            Instant now,
            Checkpoint first,
            List<Writer> writers,
            List<Supplier<Script>> repairs) {
        this.market = market;
        this.now = now;
        this.first = first;
        this.writers = writers;
        this.repairs = repairs;
    }

    /// @return how many states there are
    /// @throws AssertionError with the way to the first state that breaks a promise
    int explore(Limits limits) {
        List<Progress> begun = new ArrayList<>();
        for (int i = 0; i < writers.size(); i++) {
            begun.add(after(i, List.of()));
        }
        State start = new State(new Stores(Map.of(), first), List.of(), begun, limits);
        reach(start, new Reached(null, "start"));
        while (!open.isEmpty()) {
            State state = open.removeFirst();
            expand(state);
            if (seen.size() > MOST_STATES) {
                throw new AssertionError("more than " + MOST_STATES + " states");
            }
        }
        return seen.size();
    }

    private void reach(State reached, Reached how) {
        State state = withoutTheFutile(reached);
        if (seen.putIfAbsent(state, how) != null) {
            return;
        }
        open.addLast(state);
        if (proved.add(state.stores())) {
            try {
                ArchiveProof.check(contents(state.stores()), state.stores().checkpoint());
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + way(state), e);
            }
        }
    }

    /// Without writes on their way that can have no effect any more.
    private static State withoutTheFutile(State state) {
        Stores stores = state.stores();
        boolean mayGoBack = state.left().restores() > 0;
        List<StorageCall> flying =
                state.flying().stream()
                        .filter(call ->
                                switch (call) {
                                    case StorageCall.WriteCheckpoint(var next) ->
                                            mayGoBack
                                                    || next.version()
                                                            > stores.checkpoint().version();
                                    case StorageCall.PutObject(var key, var _, var _) ->
                                            !stores.objects().containsKey(key.toString());
                                    default -> true;
                                })
                        .toList();
        return new State(stores, flying, state.writers(), state.left());
    }

    private void expand(State state) {
        boolean over = true;
        for (Progress writer : state.writers()) {
            if (writer.pending().isPresent()) {
                over = false;
                expand(state, writer, writer.pending().get());
            }
        }
        for (StorageCall call : state.flying()) {
            List<StorageCall> rest = without(state.flying(), call);
            Stores landed = perform(state.stores(), call).stores();
            State next = new State(landed, rest, state.writers(), state.left());
            reach(next, new Reached(state, "lands: " + told(call)));
        }
        Limits left = state.left();
        if (left.restores() > 0) {
            Limits fewer = new Limits(left.faults(), left.deaths(), left.restores() - 1);
            Stores old = new Stores(state.stores().objects(), first);
            reach(
                    new State(old, state.flying(), state.writers(), fewer),
                    new Reached(state, "the table is put back"));
        }
        if (over) {
            heal(state);
        }
    }

    private void expand(State state, Progress writer, StorageCall call) {
        String name = writers.get(writer.writer()).name() + " ";
        Stores stores = state.stores();
        Limits left = state.left();
        Performed done = perform(stores, call);
        reach(
                new State(
                        done.stores(), state.flying(), replied(state, writer, done.reply()), left),
                new Reached(state, name + told(call) + " -> " + told(done.reply())));
        boolean write = isWrite(call);
        List<StorageCall> flying = write ? with(state.flying(), call) : state.flying();
        if (left.faults() > 0) {
            Limits fewer = new Limits(left.faults() - 1, left.deaths(), left.restores());
            List<Progress> silent = replied(state, writer, NO_ANSWER);
            reach(
                    new State(stores, flying, silent, fewer),
                    new Reached(state, name + told(call) + ", no answer yet"));
            if (write) {
                reach(
                        new State(done.stores(), state.flying(), silent, fewer),
                        new Reached(state, name + told(call) + ", answer lost"));
            }
        }
        if (left.deaths() > 0) {
            Limits fewer = new Limits(left.faults(), left.deaths() - 1, left.restores());
            List<Progress> dead =
                    replaced(
                            state,
                            writer,
                            new Progress(writer.writer(), 0, true, List.of(), Optional.empty()));
            reach(
                    new State(stores, flying, dead, fewer),
                    new Reached(state, name + "dies at " + told(call)));
        }
    }

    /// Everything that is not lost for good can be archived from here on without further trouble.
    private void heal(State state) {
        Stores stores = state.stores();
        Coverage known = market.served();
        List<Supplier<Script>> last = new ArrayList<>();
        for (Progress writer : state.writers()) {
            if (!writer.dead()) {
                known = known.plus(writers.get(writer.writer()).holds());
                last.add(writers.get(writer.writer()).script());
            }
        }
        last.addAll(repairs);
        last.addAll(List.copyOf(last));
        for (Supplier<Script> script : last) {
            stores = run(script.get(), stores);
        }
        Coverage lost = known.minus(stores.checkpoint().stored());
        Coverage open = market.ids().minus(stores.checkpoint().archived());
        if (!lost.isEmpty() || !open.isEmpty()) {
            throw new AssertionError(
                    "lost %s, open %s: %s\n%s"
                            .formatted(lost, open, stores.checkpoint(), way(state)));
        }
        ArchiveProof.check(contents(stores), stores.checkpoint());
    }

    private Stores run(Script script, Stores from) {
        Stores stores = from;
        Step<Script.End> step = script.begin(now);
        while (step instanceof Step.Do<Script.End>(var call)) {
            Performed done = perform(stores, call);
            stores = done.stores();
            step = script.on(done.reply(), now);
        }
        return stores;
    }

    /// Where a writer is after it was replied this once more.
    private Progress after(Progress writer, StorageReply reply) {
        return steps.computeIfAbsent(
                List.of(writer, reply), _ -> after(writer.writer(), with(writer.replies(), reply)));
    }

    private Progress after(int writer, List<StorageReply> replies) {
        Script script = writers.get(writer).script().get();
        try {
            Step<Script.End> step = script.begin(now);
            int told = 0;
            while (step instanceof Step.Do<Script.End>(var call)) {
                if (call instanceof StorageCall.Pause) {
                    step = script.on(new StorageReply.Paused(), now);
                } else if (told < replies.size()) {
                    step = script.on(replies.get(told++), now);
                } else {
                    String print = script.print() + " before " + told(call);
                    int number = prints.computeIfAbsent(print, _ -> prints.size() + 1);
                    return new Progress(writer, number, false, replies, Optional.of(call));
                }
            }
        } catch (StorageRefusedException e) {
            // It has noticed that its ledger is lost, and does nothing more.
        }
        return new Progress(writer, 0, false, replies, Optional.empty());
    }

    private static Performed perform(Stores stores, StorageCall call) {
        return switch (call) {
            case StorageCall.ReadCheckpoint _ ->
                    new Performed(
                            stores,
                            new StorageReply.CheckpointRead(Optional.of(stores.checkpoint())));
            case StorageCall.WriteCheckpoint(var next) -> {
                boolean stored = stores.checkpoint().version() == next.version() - 1;
                yield new Performed(
                        stored ? new Stores(stores.objects(), next) : stores,
                        new StorageReply.CheckpointWritten(stored));
            }
            case StorageCall.PutObject(var key, var body, var _) -> {
                boolean exists = stores.objects().containsKey(key.toString());
                Map<String, byte[]> more = new TreeMap<>(stores.objects());
                more.putIfAbsent(key.toString(), body);
                yield new Performed(
                        exists ? stores : new Stores(more, stores.checkpoint()),
                        new StorageReply.ObjectPut(
                                exists ? PutOutcome.EXISTS : PutOutcome.CREATED));
            }
            case StorageCall.GetObject(var key) ->
                    new Performed(
                            stores,
                            new StorageReply.ObjectGot(
                                    Optional.ofNullable(stores.objects().get(key.toString()))));
            case StorageCall.Pause _ -> new Performed(stores, new StorageReply.Paused());
        };
    }

    private Map<String, Content> contents(Stores stores) {
        Map<String, Content> all = new TreeMap<>();
        stores.objects()
                .forEach((key, body) ->
                        all.put(
                                key,
                                contents.computeIfAbsent(
                                        body,
                                        _ -> new BatchCodec().decode(BatchKey.parse(key), body))));
        return all;
    }

    private static boolean isWrite(StorageCall call) {
        return call instanceof StorageCall.WriteCheckpoint || call instanceof StorageCall.PutObject;
    }

    private List<Progress> replied(State state, Progress writer, StorageReply reply) {
        return replaced(state, writer, after(writer, reply));
    }

    private static List<Progress> replaced(State state, Progress writer, Progress by) {
        List<Progress> all = new ArrayList<>(state.writers());
        all.set(all.indexOf(writer), by);
        return all;
    }

    private static <T> List<T> with(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    private static <T> List<T> without(List<T> all, T one) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(one);
        return List.copyOf(rest);
    }

    private String way(State state) {
        Deque<String> steps = new ArrayDeque<>();
        Reached how = seen.get(state);
        while (how != null) {
            steps.addFirst(how.by());
            how = how.from() == null ? null : seen.get(how.from());
        }
        return String.join("\n", steps);
    }

    private static String told(Object what) {
        return switch (what) {
            case StorageCall.WriteCheckpoint(var next) -> "writes " + told(next);
            case StorageCall.PutObject(var key, var body, var metadata) ->
                    "puts " + key + " " + metadata + " " + body.length;
            case StorageReply.CheckpointRead(var read) -> told(read.orElseThrow());
            case StorageReply.ObjectGot(var object) ->
                    object.map(body -> body.length + " bytes").orElse("nothing");
            case Checkpoint c ->
                    "v%d archived %s claims %s absent %s"
                            .formatted(
                                    c.version(),
                                    c.archived(),
                                    c.claims().stream().map(k -> k.id() + " " + k.range()).toList(),
                                    c.absent());
            default -> String.valueOf(what);
        };
    }
}
