package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Marks.Mark;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What all [Marks] hold to: the fake, SQLite and DynamoDB.
public abstract class MarksContract {
    protected static final Instant NOW = SampleCheckpoints.NOW;
    private static final String BAN = "ban/backfill";
    private static final int RUNNERS = 8;

    /// The marks under test: none yet.
    protected abstract Marks marks();

    /// The same marks as another process opens them.
    protected abstract Marks marksOfAnotherProcess();

    @Test
    void aMarkThatWasNeverSetIsNotThere() {
        assertThat(marks().find(BAN)).isEmpty();
    }

    @Test
    void aMarkIsFoundByAnotherProcess() {
        Mark ban = new Mark(BAN, NOW.plusSeconds(120), "418, Retry-After: 120 – “banned”");

        assertThat(marks().set(ban, NOW)).isTrue();

        assertThat(marksOfAnotherProcess().find(BAN)).contains(ban);
        assertThat(marks().find("ban/listener")).isEmpty();
    }

    @Test
    void aMarkThatIsOverIsReplaced() {
        marks().set(until(NOW.minusSeconds(1)), NOW);
        Mark next = until(NOW.plusSeconds(60));

        assertThat(marksOfAnotherProcess().set(next, NOW)).isTrue();
        assertThat(marks().find(BAN)).contains(next);
    }

    @Test
    void aMarkThatStillHoldsIsNotReplaced() {
        Mark running = until(NOW.plusSeconds(60));
        marks().set(running, NOW);

        assertThat(marksOfAnotherProcess().set(until(NOW.plusSeconds(120)), NOW)).isFalse();
        assertThat(marks().find(BAN)).contains(running);
    }

    @Test
    void aMarkThatEndsExactlyThenStillHolds() {
        marks().set(until(NOW), NOW);

        assertThat(marks().set(until(NOW.plusSeconds(60)), NOW)).isFalse();
        assertThat(marks().set(until(NOW.plusSeconds(60)), NOW.plusNanos(1_000))).isTrue();
    }

    @Test
    void aMarkIsExtendedButNeverShortened() {
        Mark shorter = until(NOW.plusSeconds(60));
        Mark longer = until(NOW.plusSeconds(180));
        assertThat(marks().set(shorter, shorter.until())).isTrue();
        assertThat(marks().set(longer, longer.until())).isTrue();
        assertThat(marks().set(shorter, shorter.until())).isFalse();

        assertThat(marks().find(BAN)).contains(longer);
    }

    @Test
    void aMarkCanBeReplacedWhateverItSays() {
        marks().set(until(NOW.plusSeconds(60)), NOW);

        assertThat(marks().set(until(NOW.minusSeconds(60)), Instant.MAX)).isTrue();
        assertThat(marks().find(BAN)).contains(until(NOW.minusSeconds(60)));
    }

    @Test
    void aTimeIsKeptToTheMicrosecond() {
        Mark fine = until(NOW.plusNanos(1_999));
        marks().set(fine, NOW);

        assertThat(fine.until()).isEqualTo(NOW.plusNanos(1_000));
        assertThat(marks().find(BAN)).contains(fine);
    }

    @Test
    void ofManyWhoStartARunExactlyOneMay() {
        List<Boolean> set =
                Race.of(
                        RUNNERS,
                        i ->
                                (i % 2 == 0 ? marks() : marksOfAnotherProcess())
                                        .set(
                                                new Mark("run", NOW.plusSeconds(60), "run " + i),
                                                NOW));

        assertThat(set).containsOnlyOnce(true);
        assertThat(marks().find("run").orElseThrow().note()).isEqualTo("run " + set.indexOf(true));
    }

    @Test
    void ofManyBansTheLongestStays() {
        Race.of(
                RUNNERS,
                i -> {
                    Mark ban = until(NOW.plusSeconds(i));
                    return marks().set(ban, ban.until());
                });

        assertThat(marks().find(BAN)).contains(until(NOW.plusSeconds(RUNNERS - 1)));
    }

    @Test
    void aMarkNeedsAName() {
        assertThatThrownBy(() -> new Mark(" ", NOW, "")).hasMessageContaining("name of a mark");
    }

    private static Mark until(Instant end) {
        return new Mark(BAN, end, "banned");
    }
}
