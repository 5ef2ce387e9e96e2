package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TradeRunsTest {
    private final TradeColumns tape = new SampleTrades(1).fromId(0).take(1_000);
    private final TradeRuns runs = new TradeRuns();

    private boolean add(long... ids) {
        boolean all = true;
        for (long id : ids) {
            all &= runs.add(tape, (int) id);
        }
        return all;
    }

    private static Coverage ids(long... bounds) {
        Coverage ids = Coverage.EMPTY;
        for (int i = 0; i < bounds.length; i += 2) {
            ids = ids.plus(new TradeIdRange(bounds[i], bounds[i + 1]));
        }
        return ids;
    }

    @Test
    void consecutiveIdsAreOneRun() {
        assertThat(add(5, 6, 7)).isTrue();

        assertThat(runs.runs()).hasSize(1);
        assertThat(runs.ids()).isEqualTo(ids(5, 7));
        assertThat(runs.rows()).isEqualTo(3);
    }

    @Test
    void aMissingIdPartsTwoRunsAndJoinsThemWhenItComes() {
        add(5, 7);
        assertThat(runs.runs()).hasSize(2);

        assertThat(add(6)).isTrue();

        assertThat(runs.runs()).hasSize(1);
        assertThat(runs.runs().getFirst().rows()).isEqualTo(tape.rows().subList(5, 8));
    }

    @Test
    void anIdBelowAllOthersComesFirst() {
        add(5, 4, 1);

        assertThat(runs.ids()).isEqualTo(ids(1, 1, 4, 5));
        assertThat(runs.runs().getLast().rows()).isEqualTo(tape.rows().subList(4, 6));
    }

    @Test
    void anIdThatIsHeldIsNotTakenAgainWhereverItLies() {
        add(1, 2, 3, 7, 8, 20);

        for (long id : new long[] {1, 2, 3, 7, 8, 20}) {
            assertThat(add(id)).as("%d", id).isFalse();
        }
        assertThat(runs.rows()).isEqualTo(6);
    }

    @Test
    void whatIsTakenOutOfTheMiddleLeavesBothEnds() {
        add(1, 2, 3, 4, 5, 6);

        List<TradeColumns> taken = runs.take(ids(3, 4));

        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().rows()).isEqualTo(tape.rows().subList(3, 5));
        assertThat(runs.ids()).isEqualTo(ids(1, 2, 5, 6));
        assertThat(runs.rows()).isEqualTo(4);
    }

    @Test
    void whatIsForgottenMayLieAcrossRunsAndBeyondThem() {
        add(1, 2, 3, 6, 7, 8);

        assertThat(runs.remove(ids(0, 1, 3, 6, 8, 500))).isEqualTo(4);
        assertThat(runs.ids()).isEqualTo(ids(2, 2, 7, 7));
    }

    @Test
    void theRunWithTheLowestIdsGoesFirst() {
        add(4, 5, 1, 2);

        assertThat(runs.removeFirst()).contains(new TradeIdRange(1, 2));
        assertThat(runs.removeFirst()).contains(new TradeIdRange(4, 5));
        assertThat(runs.removeFirst()).isEmpty();
        assertThat(runs.heldBytes()).isZero();
    }

    @Test
    void theOldestIsTheOneThatWaitsLongestAtTheFrontOfARun() {
        assertThat(runs.oldestReceivedAt()).isEqualTo(Long.MAX_VALUE);

        add(100, 500, 501);
        add(300);

        assertThat(runs.oldestReceivedAt()).isEqualTo(tape.receivedAt(100));
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void itHoldsWhatAMapWouldHold(long seed) {
        RandomGenerator random = Seeds.random(seed);
        TreeMap<Long, Trade> expected = new TreeMap<>();
        for (int step = 0; step < 2_000; step++) {
            long id = random.nextLong(tape.size());
            if (random.nextInt(20) > 0) {
                Trade before = expected.putIfAbsent(id, tape.trade((int) id));
                assertThat(add(id)).isEqualTo(before == null);
                continue;
            }
            Coverage some = ids(id, Math.min(tape.size() - 1, id + random.nextInt(50)));
            long there = runs.ids().intersect(some).size();
            assertThat(runs.remove(some)).isEqualTo(there);
            some.ranges().forEach(r -> expected.subMap(r.first(), true, r.last(), true).clear());
        }

        List<Trade> held = runs.runs().stream().flatMap(run -> run.rows().stream()).toList();
        assertThat(held).isEqualTo(List.copyOf(expected.values()));
        assertThat(runs.rows()).isEqualTo(expected.size());
        assertThat(runs.heldBytes())
                .isEqualTo(runs.runs().stream().mapToLong(TradeColumns::heldBytes).sum());
        for (int i = 1; i < runs.runs().size(); i++) {
            assertThat(runs.runs().get(i).id(0))
                    .isGreaterThan(TradeRuns.range(runs.runs().get(i - 1)).last() + 1);
        }
    }
}
