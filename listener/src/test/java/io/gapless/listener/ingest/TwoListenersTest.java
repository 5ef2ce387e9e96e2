package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two listeners over one archive, drawn from a seed; `-Dseed=17` plays that one again.
class TwoListenersTest {
    private static final Duration TIME = Duration.ofMinutes(5);

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void whateverHappensArchiveAndGapsAreTheTapeAndNothingIsEverTwice(long seed) throws Exception {
        TwoListeners world = new TwoListeners(seed);
        world.run(TIME);
        world.takeOverWhatIsLeft();

        world.checkArchiveAndGapsAreTheTape();
        assertThat(world.kills).isPositive();
        assertThat(world.lateLandings).isPositive();
        assertThat(world.duplicates).isPositive();
        assertThat(world.share()).isGreaterThan(0.5);
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        TwoListeners once = new TwoListeners(42);
        once.run(TIME);
        TwoListeners again = new TwoListeners(42);
        again.run(TIME);

        assertThat(again.story()).isEqualTo(once.story());
    }
}
