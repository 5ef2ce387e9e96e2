package io.gapless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The net is tested too.
class PlantedMistakeTest {
    /// Worlds in which a mistake must have shown itself.
    private static final long WITHIN_SEEDS = 60;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.gapless.simulation.Mistake#all")
    void isNoticed(Mistake mistake) {
        Optional<String> noticed = Optional.empty();
        for (long seed = 0; seed < WITHIN_SEEDS && noticed.isEmpty(); seed++) {
            try {
                Simulation.run(seed, mistake);
            } catch (BrokenPromise | IllegalStateException e) {
                noticed = Optional.of("seed " + seed + ": " + e.getMessage());
            }
        }

        assertThat(noticed)
                .as("what was noticed of %s", mistake)
                .hasValueSatisfying(what -> assertThat(what).containsPattern(mistake.shows()));
    }
}
