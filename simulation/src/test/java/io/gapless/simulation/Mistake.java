package io.gapless.simulation;

import java.util.Arrays;
import java.util.stream.Stream;

/// A wrong turn that looks harmless. A simulation that does not notice each of them is worth nothing.
interface Mistake extends Sabotage {
    /// How a world notices it: a regular expression.
    String shows();

    static Stream<Mistake> all() {
        return Stream.<Mistake[]>of(
                        ArchiveMistake.values(),
                        CheckpointMistake.values(),
                        DumpMistake.values(),
                        HistoryMistake.values(),
                        ProgramMistake.values(),
                        SymbolMistake.values())
                .flatMap(Arrays::stream);
    }
}
