package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoverageTest {
    private static final long HIGHEST = Long.MAX_VALUE - 1;

    /// Ids that the model looks at one by one.
    private static final int MODEL_IDS = 90;

    @Test
    void rangesThatTouchOrOverlapBecomeOne() {
        assertThat(coverage(1, 3, 4, 6).ranges()).containsExactly(range(1, 6));
        assertThat(coverage(1, 5, 3, 8).ranges()).containsExactly(range(1, 8));
        assertThat(coverage(1, 9, 3, 4).ranges()).containsExactly(range(1, 9));
        assertThat(coverage(1, 3, 5, 6).ranges()).containsExactly(range(1, 3), range(5, 6));
    }

    @Test
    void theOrderInWhichRangesComeDoesNotMatter() {
        assertThat(coverage(20, 30, 1, 3, 4, 6, 25, 40)).isEqualTo(coverage(1, 6, 20, 40));
    }

    @Test
    void aRangeTakenOutOfTheMiddleLeavesBothEnds() {
        assertThat(coverage(1, 10).minus(range(4, 6))).isEqualTo(coverage(1, 3, 7, 10));
    }

    @Test
    void takingOutEverythingLeavesNothing() {
        Coverage all = coverage(0, 10, 20, 30);
        assertThat(all.minus(range(0, HIGHEST))).isEqualTo(Coverage.EMPTY);
        assertThat(all.minus(all).isEmpty()).isTrue();
        assertThat(all.minus(all).span()).isEmpty();
    }

    @Test
    void theLowestAndTheHighestIdAreIdsLikeAnyOther() {
        Coverage all = Coverage.of(range(0, HIGHEST));
        assertThat(all.contains(0)).isTrue();
        assertThat(all.contains(HIGHEST)).isTrue();
        assertThat(all.size()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.minus(range(0, 0)).minus(range(HIGHEST, HIGHEST)))
                .isEqualTo(coverage(1, HIGHEST - 1));
        assertThat(coverage(0, 0, HIGHEST, HIGHEST).span()).contains(range(0, HIGHEST));
    }

    @Test
    void aRangeIsContainedOnlyIfNoIdOfItIsMissing() {
        Coverage ids = coverage(1, 10, 12, 20);
        assertThat(ids.contains(range(1, 10))).isTrue();
        assertThat(ids.contains(range(12, 12))).isTrue();
        assertThat(ids.contains(range(9, 13))).isFalse();
        assertThat(ids.contains(range(0, 1))).isFalse();
        assertThat(ids.contains(range(11, 11))).isFalse();
    }

    @Test
    void rangesDoNotChangeUnderTheReader() {
        List<TradeIdRange> ranges = coverage(1, 2, 5, 6).ranges();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ranges.add(range(9, 9)));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ranges.get(2));
    }

    @Test
    void itReadsAsItsRanges() {
        assertThat(coverage(1, 3, 7, 7)).hasToString("[1..3, 7]");
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void everyOperationAgreesWithASetOfIds(long seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int round = 0; round < 400; round++) {
            List<TradeIdRange> some = ranges(random);
            List<TradeIdRange> others = ranges(random);
            Coverage a = Coverage.of(some);
            Coverage b = Coverage.of(others);
            TreeSet<Long> idsOfA = ids(some);
            TreeSet<Long> idsOfB = ids(others);

            sameIds(a, idsOfA);
            sameIds(a.plus(b), union(idsOfA, idsOfB));
            sameIds(a.minus(b), difference(idsOfA, idsOfB));
            sameIds(a.intersect(b), difference(idsOfA, difference(idsOfA, idsOfB)));
            TradeIdRange one = range(random);
            TreeSet<Long> idsOfOne = ids(List.of(one));
            sameIds(a.plus(one), union(idsOfA, idsOfOne));
            sameIds(a.minus(one), difference(idsOfA, idsOfOne));
            assertThat(a.contains(one)).isEqualTo(idsOfA.containsAll(idsOfOne));
            assertThat(a.overlaps(one)).isEqualTo(!Collections.disjoint(idsOfA, idsOfOne));
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void equalSetsAreEqualHoweverTheyWereMade(long seed) {
        RandomGenerator random = Seeds.random(seed);
        List<TradeIdRange> ranges = ranges(random);
        Coverage atOnce = Coverage.of(ranges);
        Collections.shuffle(ranges, new Random(seed));
        Coverage oneByOne = Coverage.EMPTY;
        for (TradeIdRange range : ranges) {
            oneByOne = oneByOne.plus(range);
        }
        assertThat(oneByOne).isEqualTo(atOnce).hasSameHashCodeAs(atOnce);
        assertThat(oneByOne.minus(range(3, 5)).plus(atOnce)).isEqualTo(atOnce);
    }

    private static void sameIds(Coverage coverage, TreeSet<Long> ids) {
        assertThat(coverage.size()).isEqualTo(ids.size());
        assertThat(coverage.isEmpty()).isEqualTo(ids.isEmpty());
        assertThat(coverage.rangeCount()).isEqualTo(coverage.ranges().size());
        for (long id = 0; id < MODEL_IDS; id++) {
            assertThat(coverage.contains(id))
                    .as("%s in %s", id, coverage)
                    .isEqualTo(ids.contains(id));
            long wanted = id;
            assertThat(coverage.rangeHolding(id))
                    .isEqualTo(
                            coverage.ranges().stream().filter(r -> r.contains(wanted)).findAny());
        }
        for (int i = 1; i < coverage.rangeCount(); i++) {
            assertThat(coverage.ranges().get(i).first())
                    .as("ranges of %s neither overlap nor touch", coverage)
                    .isGreaterThan(coverage.ranges().get(i - 1).last() + 1);
        }
        if (!ids.isEmpty()) {
            assertThat(coverage.span()).contains(range(ids.first(), ids.last()));
        }
    }

    private static List<TradeIdRange> ranges(RandomGenerator random) {
        List<TradeIdRange> ranges = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            ranges.add(range(random));
        }
        return ranges;
    }

    private static TradeIdRange range(RandomGenerator random) {
        long first = random.nextInt(MODEL_IDS);
        return range(first, Math.min(MODEL_IDS - 1, first + random.nextInt(12)));
    }

    private static TreeSet<Long> ids(List<TradeIdRange> ranges) {
        TreeSet<Long> ids = new TreeSet<>();
        for (TradeIdRange range : ranges) {
            for (long id = range.first(); id <= range.last(); id++) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static TreeSet<Long> union(TreeSet<Long> a, TreeSet<Long> b) {
        TreeSet<Long> union = new TreeSet<>(a);
        union.addAll(b);
        return union;
    }

    private static TreeSet<Long> difference(TreeSet<Long> a, TreeSet<Long> b) {
        TreeSet<Long> difference = new TreeSet<>(a);
        difference.removeAll(b);
        return difference;
    }

    private static Coverage coverage(long... bounds) {
        List<TradeIdRange> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(range(bounds[i], bounds[i + 1]));
        }
        return Coverage.of(ranges);
    }

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }
}
