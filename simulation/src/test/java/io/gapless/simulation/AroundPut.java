package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What a script wants to happen to a listener just before or just after its next put.
final class AroundPut implements Sabotage {
    private final Function<String, SimulatedProcess> byName;
    private Optional<Consumer<SimulatedProcess>> before = Optional.empty();
    private Optional<Consumer<SimulatedProcess>> after = Optional.empty();

    AroundPut(Function<String, SimulatedProcess> byName) {
        this.byName = byName;
    }

    void before(Consumer<SimulatedProcess> what) {
        before = Optional.of(what);
    }

    void after(Consumer<SimulatedProcess> what) {
        after = Optional.of(what);
    }

    @Override
    public Archive archive(Archive archive, Program program) {
        if (program.repairs()) {
            return archive;
        }
        return new OtherArchive(archive) {
            @Override
            public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
                SimulatedProcess self = byName.apply(program.name());
                Optional<Consumer<SimulatedProcess>> first = before;
                before = Optional.empty();
                first.ifPresent(what -> what.accept(self));
                PutOutcome outcome = super.put(key, body, metadata);
                Optional<Consumer<SimulatedProcess>> then = after;
                after = Optional.empty();
                then.ifPresent(what -> what.accept(self));
                return outcome;
            }
        };
    }
}
