package io.gapless.local.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Contenders in turns (A B C A B C …), so that whatever else the machine does meets all of them.
///
/// @param entries who takes part
/// @param turns how many each of them has
record Race(List<Entry> entries, int turns) {
    /// @param warmUp trades before those that are measured
    record Entry(Contender contender, long warmUp, long trades) {}

    Race {
        entries = List.copyOf(entries);
    }

    /// Runs all turns.
    ///
    /// @return the turns of each, in the order of the entries
    List<List<Turn>> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        List<List<Turn>> results = new ArrayList<>();
        entries.forEach(_ -> results.add(new ArrayList<>()));
        try (CpuLimit limit = CpuLimit.of(settings.cpus())) {
            for (int turn = 1; turn <= turns; turn++) {
                for (int i = 0; i < entries.size(); i++) {
                    Entry entry = entries.get(i);
                    Turn result =
                            Turn.of(
                                    entry.contender(),
                                    entry.warmUp(),
                                    entry.trades(),
                                    limit,
                                    settings.folder());
                    results.get(i).add(result);
                    story.accept(
                            "turn %d of %d, %s, %d connections: %s"
                                    .formatted(
                                            turn,
                                            turns,
                                            entry.contender().name(),
                                            entry.contender().connections(),
                                            result));
                }
            }
        }
        return results;
    }

    /// How much more processor time one took for a trade than another, turn by turn.
    static Spread ratio(List<Turn> one, List<Turn> other) {
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < one.size(); turn++) {
            ratios.add(one.get(turn).microsPerTrade() / other.get(turn).microsPerTrade());
        }
        return Spread.of(ratios);
    }
}
