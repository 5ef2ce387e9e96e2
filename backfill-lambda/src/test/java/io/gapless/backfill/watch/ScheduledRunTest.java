package io.gapless.backfill.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.Marks;
import io.gapless.archive.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduledRunTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final Duration LONGEST = Duration.ofSeconds(58);
    private static final Map<String, Object> DONE = Map.of("ended", "DONE");

    private final InMemoryMarks marks = new InMemoryMarks();
    private Instant now = NOW;

    private ScheduledRun run(Marks table, String id) {
        return new ScheduledRun(new RunMark(table, id), () -> now);
    }

    private Map<String, Object> start(String id) {
        return run(marks, id).unlessAnotherIsUnderWay(now.plus(LONGEST), () -> DONE);
    }

    /// As a run that is killed in its middle leaves it.
    private void startAndDie(String id) {
        assertThat(new RunMark(marks, id).begin(now, now.plus(LONGEST))).isEmpty();
    }

    @Test
    void aRunWhileAnotherIsUnderWayDoesNothingAndSaysUntilWhen() {
        Map<String, Object> outer =
                run(marks, "a")
                        .unlessAnotherIsUnderWay(
                                now.plus(LONGEST),
                                () -> {
                                    now = now.plusSeconds(10);
                                    return start("b");
                                });

        assertThat(outer).containsEntry("ended", ScheduledRun.LEFT);
        assertThat(outer.get("why").toString()).contains("2026-01-01T12:00:58.123456Z");
    }

    @Test
    void theNextRunBeginsAsSoonAsOneHasEnded() {
        assertThat(start("a")).isEqualTo(DONE);
        assertThat(start("b")).isEqualTo(DONE);
    }

    @Test
    void aRunThatFailsLetsTheNextBegin() {
        assertThatThrownBy(() ->
                        run(marks, "a")
                                .unlessAnotherIsUnderWay(
                                        now.plus(LONGEST),
                                        () -> {
                                            throw new IllegalStateException("failed");
                                        }))
                .hasMessage("failed");

        assertThat(start("b")).isEqualTo(DONE);
    }

    @Test
    void aRunThatWasKilledStopsOthersOnlyUntilItsTimeIsUp() {
        startAndDie("killed");
        now = now.plus(LONGEST);
        assertThat(start("b")).isEqualTo(DONE);
    }

    @Test
    void lambdasSecondTryOfAKilledRunIsNotStoppedByItself() {
        startAndDie("a");
        now = now.plusSeconds(5);
        assertThat(start("a")).isEqualTo(DONE);
    }

    @Test
    void aRunWhoseOwnMarkWasStoredUnseenIsNotStoppedByIt() {
        Marks replyLost =
                new Marks() {
                    @Override
                    public Optional<Mark> find(String name) {
                        return marks.find(name);
                    }

                    @Override
                    public boolean set(Mark mark, Instant endsBefore) {
                        marks.set(mark, endsBefore);
                        // The client's second try meets what the first one has stored.
                        return false;
                    }
                };
        assertThat(run(replyLost, "a").unlessAnotherIsUnderWay(now.plus(LONGEST), () -> DONE))
                .isEqualTo(DONE);
    }

    @Test
    void endingDoesNotEndTheMarkOfARunThatBeganMeanwhile() {
        RunMark slow = new RunMark(marks, "slow");
        assertThat(slow.begin(now, now.plus(LONGEST))).isEmpty();
        now = now.plus(LONGEST);
        startAndDie("next");
        slow.end(now);

        assertThat(start("third")).containsEntry("ended", ScheduledRun.LEFT);
    }

    @Test
    void aMarkFromAClockThatWasFarAheadStopsNobody() {
        marks.set(new Marks.Mark(RunMark.NAME, now.plus(Duration.ofDays(400)), "wrong"), now);
        assertThat(start("a")).isEqualTo(DONE);
    }

    @Test
    void aTableThatDoesNotAnswerIsTheRunsToTell() {
        Marks away =
                new Marks() {
                    @Override
                    public Optional<Mark> find(String name) {
                        throw new StorageUnavailableException("away", null);
                    }

                    @Override
                    public boolean set(Mark mark, Instant endsBefore) {
                        throw new StorageUnavailableException("away", null);
                    }
                };
        assertThat(run(away, "a").unlessAnotherIsUnderWay(now.plus(LONGEST), () -> DONE))
                .isEqualTo(DONE);
    }
}
