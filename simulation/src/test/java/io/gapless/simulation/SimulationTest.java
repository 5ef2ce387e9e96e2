package io.gapless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    /// Worlds in every build: what two minutes of a busy machine are enough for.
    private static final long SEEDS = 1_500;

    static LongStream seeds() {
        Long chosen = Long.getLong("seed");
        return chosen == null ? LongStream.range(0, SEEDS) : LongStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensEveryTradeIsArchivedOnce(long seed) {
        Simulation.Result result = Simulation.run(seed);

        assertThat(result.trades()).isGreaterThan(1_000);
        assertThat(result.faults()).isNotEmpty();
    }

    @Test
    void theSameSeedIsTheSameStory() {
        List<String> once = Simulation.tell(3).story();

        assertThat(once).hasSizeGreaterThan(1_000);
        assertThat(Simulation.tell(3).story()).isEqualTo(once);
    }
}
