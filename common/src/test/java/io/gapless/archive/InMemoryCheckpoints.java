package io.gapless.archive;

import io.gapless.trade.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A table of checkpoints in memory. What is read went through a document, as in the real stores, so
/// that what does not survive being written and read does not survive here either.
public final class InMemoryCheckpoints implements Checkpoints {
    private final Map<Symbol, Checkpoint> items;
    private final FaultyCalls calls;
    private final int oneIn;

    public InMemoryCheckpoints() {
        this(1);
    }

    /// @param oneIn of how many versions one goes through a document: that takes longer than everything
    ///     else
    public InMemoryCheckpoints(int oneIn) {
        this(new TreeMap<>(), new FaultyCalls(StorageFaults.NONE), oneIn);
    }

    private InMemoryCheckpoints(Map<Symbol, Checkpoint> items, FaultyCalls calls, int oneIn) {
        this.items = items;
        this.calls = calls;
        this.oneIn = oneIn;
    }

    /// The same table as a process sees it whose calls meet these faults.
    public InMemoryCheckpoints through(StorageFaults faults) {
        return new InMemoryCheckpoints(items, calls.with(faults), oneIn);
    }

    /// Writes of any process that were given up and have not landed, oldest first.
    public List<InFlight> inFlight() {
        return calls.inFlight();
    }

    /// The table is lost, or restored without this item.
    public void forget(Symbol symbol) {
        calls.locked(() -> items.remove(symbol));
    }

    @Override
    public Optional<Checkpoint> read(Symbol symbol) {
        return calls.call(
                StorageCall.Operation.READ,
                symbol.toString(),
                () -> Optional.ofNullable(items.get(symbol)));
    }

    @Override
    public boolean write(Checkpoint next) {
        Checkpoints.requireStorable(next);
        Checkpoint kept =
                next.version() % oneIn == 0
                        ? CheckpointDocument.read(CheckpointDocument.of(next))
                        : next;
        return calls.call(
                StorageCall.Operation.WRITE, next.symbol().toString(), () -> replace(kept));
    }

    @Override
    public List<Checkpoint> all() {
        return calls.call(StorageCall.Operation.ALL, "", () -> List.copyOf(items.values()));
    }

    private boolean replace(Checkpoint next) {
        long before =
                Optional.ofNullable(items.get(next.symbol())).map(Checkpoint::version).orElse(0L);
        if (before != next.version() - 1) {
            return false;
        }
        items.put(next.symbol(), next);
        return true;
    }
}
