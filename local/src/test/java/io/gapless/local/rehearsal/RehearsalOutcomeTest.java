package io.gapless.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.exchange.dump.DumpStrikes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RehearsalOutcomeTest {
    private static final ViewProof.Result SOUND = new ViewProof.Result(1_234, 0, 0, 0);

    private static RehearsalOutcome outcome(
            ViewProof.Result views, long reported, long certificates, List<String> complaints) {
        return new RehearsalOutcome(
                3,
                2,
                views,
                11,
                reported,
                1,
                certificates,
                1,
                new ViewProof.Holes(2, 37),
                new DumpStrikes(Map.of(), 0, 0),
                2,
                3,
                Duration.ofSeconds(84),
                OptionalLong.of(305_000_000),
                complaints,
                complaints.size());
    }

    @Test
    void theLastLineHasAllTheNumbers() {
        RehearsalOutcome outcome = outcome(SOUND, 11, 6, List.of());

        assertThat(outcome.holds()).isTrue();
        assertThat(outcome.lines().getLast())
                .isEqualTo(
                        "REHEARSED: 3 days of 2 symbols, 1,234 trades, missing 0, twice 0, different 0, conflicts planted 11 reported 11, certificates checked 6, kills 1, gaps 2 (37 ids), time 1:24, peak memory 305 MB");
    }

    @Test
    void anythingThatIsNotAsItHasToBeIsNoRehearsal() {
        assertThat(outcome(new ViewProof.Result(1_233, 1, 0, 0), 11, 6, List.of()).holds())
                .isFalse();
        assertThat(outcome(new ViewProof.Result(1_235, 0, 1, 0), 11, 6, List.of()).holds())
                .isFalse();
        assertThat(outcome(new ViewProof.Result(1_234, 0, 0, 1), 11, 6, List.of()).holds())
                .isFalse();
        assertThat(outcome(ViewProof.Result.NONE, 11, 6, List.of()).holds()).isFalse();
        assertThat(outcome(SOUND, 10, 6, List.of()).holds()).isFalse();
        assertThat(outcome(SOUND, 11, 5, List.of()).holds()).isFalse();
        RehearsalOutcome told = outcome(SOUND, 11, 6, List.of("a digest is wrong"));
        assertThat(told.holds()).isFalse();
        assertThat(told.lines().getLast())
                .startsWith("NOT REHEARSED: ")
                .endsWith("; 1 problems, the first: a digest is wrong");
    }
}
