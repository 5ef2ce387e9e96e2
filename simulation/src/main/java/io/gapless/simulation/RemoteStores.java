package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Marks;
import io.gapless.archive.PutOutcome;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stores as a process reaches them.
final class RemoteStores {
    private final SimulatedProcess process;
    private final Witness witness;
    private final Link s3;
    private final Link dynamo;

    RemoteStores(SimulatedProcess process) {
        this.process = process;
        World world = process.world();
        witness = world.witness();
        s3 = new Link(process, world.weather().s3());
        dynamo = new Link(process, world.weather().dynamo());
    }

    Archive archive() {
        return new Archive() {
            @Override
            public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                return s3.call(
                        Step.PUT,
                        "put " + key,
                        true,
                        () -> witness.put(process, key, body, metadata));
            }

            @Override
            public Optional<byte[]> get(String key) {
                return s3.call(Step.LOOK, "get " + key, false, () -> witness.archive().get(key));
            }

            @Override
            public Page list(String prefix, Optional<String> after) {
                return s3.call(
                        Step.LIST,
                        "list " + prefix,
                        false,
                        () -> witness.archive().list(prefix, after));
            }
        };
    }

    Checkpoints checkpoints() {
        return new Checkpoints() {
            @Override
            public Optional<Checkpoint> read(Symbol symbol) {
                return dynamo.call(
                        Step.READ,
                        "read " + symbol,
                        false,
                        () -> witness.checkpoints().read(symbol));
            }

            @Override
            public boolean write(Checkpoint next) {
                return dynamo.call(
                        step(next),
                        "write " + next.symbol() + " v" + next.version(),
                        true,
                        () -> witness.write(process, next));
            }

            @Override
            public List<Checkpoint> all() {
                return dynamo.call(
                        Step.READ_ALL, "read all", false, () -> witness.checkpoints().all());
            }
        };
    }

    Marks marks() {
        return new Marks() {
            @Override
            public Optional<Mark> find(String name) {
                return dynamo.call(
                        Step.MARK, "find " + name, false, () -> witness.marks().find(name));
            }

            @Override
            public boolean set(Mark mark, Instant endsBefore) {
                return dynamo.call(
                        Step.MARK,
                        "mark " + mark,
                        true,
                        () -> witness.marks().set(mark, endsBefore));
            }
        };
    }

    private Step step(Checkpoint next) {
        int before = witness.newest(next.symbol()).claims().size();
        int after = next.claims().size();
        return after > before ? Step.CLAIM : after < before ? Step.COMMIT : Step.UPDATE;
    }
}
