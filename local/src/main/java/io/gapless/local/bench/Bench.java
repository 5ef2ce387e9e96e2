package io.gapless.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One benchmark: measures something, and says which figures have to be how good.
public interface Bench {
    /// Every benchmark, in the order in which they run.
    List<Bench> ALL =
            List.of(
                    new CoreBench(),
                    new PeersBench(),
                    new DecodeBench(),
                    new BytesBench(),
                    new LoadBench(),
                    new OutageBench(),
                    new RepairBench(),
                    new GapsBench(),
                    new GrowthBench(),
                    new HistoryBench(),
                    new ColdBench());

    /// What the command line calls it.
    String name();

    /// What it measures, in one line.
    String description();

    /// How long it takes when nothing else is said.
    ///
    /// @param quick the short form, which shows that it works rather than how well
    Duration usualTime(boolean quick);

    /// Runs it. Processes that it started are gone when it returns or throws.
    ///
    /// @param story is told now and then how far it is
    List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException;
}
