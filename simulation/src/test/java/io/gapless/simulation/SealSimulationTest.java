package io.gapless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Days are sealed while whoever seals is killed, paused and cut off, trades turn up late, and readers
/// read all the while.
class SealSimulationTest {
    /// Worlds in every build.
    private static final long SEEDS = Long.getLong("sealSeeds", 12);

    /// Worlds in which a mistake must have shown itself.
    private static final long WITHIN_SEEDS = 40;

    static LongStream seeds() {
        Long chosen = Long.getLong("seed");
        return chosen == null ? LongStream.range(0, SEEDS) : LongStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensDaysAreSealedWholeAndReadersSeeEachTradeOnce(long seed) {
        SealWorld.Result result = new SealWorld(seed, SealMistake.NONE).run();

        assertThat(result.certificates()).isGreaterThanOrEqualTo(3);
        assertThat(result.objects()).isGreaterThanOrEqualTo(3);
        assertThat(result.reads()).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedMistakeIsNoticed(SealMistake mistake) {
        Optional<String> noticed = Optional.empty();
        for (long seed = 0; seed < WITHIN_SEEDS && noticed.isEmpty(); seed++) {
            try {
                new SealWorld(seed, mistake).run();
            } catch (BrokenPromise | IllegalStateException e) {
                noticed = Optional.of(String.valueOf(e.getMessage()));
            }
        }

        assertThat(noticed)
                .as("what was noticed of %s", mistake)
                .hasValueSatisfying(what -> assertThat(what).contains(mistake.shows()));
    }
}
