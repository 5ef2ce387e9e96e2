package io.gapless.archive;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Marks in memory.
public final class InMemoryMarks implements Marks {
    private final Map<String, Mark> marks;
    private final FaultyCalls calls;

    public InMemoryMarks() {
        this(new HashMap<>(), new FaultyCalls(StorageFaults.NONE));
    }

    private InMemoryMarks(Map<String, Mark> marks, FaultyCalls calls) {
        this.marks = marks;
        this.calls = calls;
    }

    /// The same marks as a process sees them whose calls meet these faults.
    public InMemoryMarks through(StorageFaults faults) {
        return new InMemoryMarks(marks, calls.with(faults));
    }

    /// Writes of any process that were given up and have not landed, oldest first.
    public List<InFlight> inFlight() {
        return calls.inFlight();
    }

    @Override
    public Optional<Mark> find(String name) {
        return calls.call(
                StorageCall.Operation.FIND, name, () -> Optional.ofNullable(marks.get(name)));
    }

    @Override
    public boolean set(Mark mark, Instant endsBefore) {
        return calls.call(StorageCall.Operation.SET, mark.name(), () -> replace(mark, endsBefore));
    }

    private boolean replace(Mark mark, Instant endsBefore) {
        Mark stored = marks.get(mark.name());
        if (stored != null && !stored.until().isBefore(endsBefore)) {
            return false;
        }
        marks.put(mark.name(), mark);
        return true;
    }
}
