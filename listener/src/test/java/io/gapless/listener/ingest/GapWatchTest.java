package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GapWatchTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(3);

    /// A moment after the sample trades were received.
    private static final Instant SOON = START.plusMillis(100);

    private static final Instant AFTER_GRACE = SOON.plus(GRACE);

    private final TradeColumns tape = new SampleTrades(1).fromId(0).at(START).burst(100);
    private final TradeRuns runs = new TradeRuns();
    private final CoveredIds covered =
            new CoveredIds(Checkpoint.none(SampleTrades.SYMBOL).change().follow(10).at(START));
    private final GapWatch gaps = new GapWatch(GRACE, covered.boundary());

    private void hold(int... ids) {
        for (int id : ids) {
            runs.add(tape, id);
        }
    }

    @Test
    void aHoleIsAGapWhenItOutlivesTheGraceAndIsCountedOnce() {
        hold(10, 11, 13, 17);

        assertThat(gaps.opened(runs, covered, SOON)).isZero();
        assertThat(gaps.opened(runs, covered, AFTER_GRACE)).isEqualTo(2);
        assertThat(gaps.opened(runs, covered, AFTER_GRACE)).isZero();
    }

    @Test
    void whatIsMissingSinceTheOriginIsAGapToo() {
        hold(12);

        assertThat(gaps.opened(runs, covered, AFTER_GRACE)).isEqualTo(1);
    }

    @Test
    void aHoleThatIsFilledInTimeWasNone() {
        hold(10, 12);
        assertThat(gaps.opened(runs, covered, SOON)).isZero();

        hold(11);

        assertThat(gaps.opened(runs, covered, AFTER_GRACE)).isZero();
    }

    @Test
    void whatWasCutOrArchivedBetweenTwoLooksIsNoHole() {
        hold(15);
        covered.add(Coverage.of(new TradeIdRange(10, 14)));

        assertThat(gaps.opened(runs, covered, AFTER_GRACE)).isZero();
    }

    @Test
    void onlyWhatIsDirectlyBehindAYoungHoleIsHeldBack() {
        hold(10, 11, 20, 21, 30);

        assertThat(gaps.behindYoungHoles(runs, covered.boundary(), SOON))
                .isEqualTo(Coverage.of(new TradeIdRange(20, 21)).plus(new TradeIdRange(30, 30)));
        assertThat(gaps.behindYoungHoles(runs, covered.boundary(), AFTER_GRACE))
                .isEqualTo(Coverage.EMPTY);
    }

    @Test
    void whatComesLateIntoAnOldGapIsNotHeldBack() {
        covered.add(Coverage.of(new TradeIdRange(50, 60)));
        hold(20, 21);

        assertThat(gaps.behindYoungHoles(runs, covered.boundary(), SOON)).isEqualTo(Coverage.EMPTY);
    }
}
