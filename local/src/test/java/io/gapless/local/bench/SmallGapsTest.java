package io.gapless.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.bench.SmallGaps.Spacing;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallGapsTest {
    private static final int DRAWS = 200;

    @Test
    void gapsAreSmallApartAndInside() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Spacing spacing = seed % 2 == 0 ? Spacing.FAR : Spacing.NEAR;
            SmallGaps drawn = SmallGaps.draw("AAAUSDT", 1_000, spacing, new Random(seed));

            assertThat(drawn.gaps()).hasSize(SmallGaps.GAPS);
            assertThat(drawn.ids()).isEqualTo(new TradeIdRange(1_000, 999 + spacing.ids()));
            long before = drawn.ids().first();
            for (TradeIdRange gap : drawn.gaps()) {
                assertThat(gap.size()).isBetween(1L, (long) SmallGaps.LARGEST);
                assertThat(gap.first()).isGreaterThan(before);
                before = gap.last() + 1;
            }
            assertThat(before).isLessThanOrEqualTo(drawn.ids().last());
        }
    }

    @Test
    void gapsFarFromEachOtherTakeAPageEachAndNearOnesShareThem() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Random random = new Random(seed);

            assertThat(SmallGaps.draw("AAAUSDT", 1_000, Spacing.FAR, random).fewestPages())
                    .isEqualTo(SmallGaps.GAPS);
            assertThat(SmallGaps.draw("AAAUSDT", 1_000, Spacing.NEAR, random).fewestPages())
                    .isBetween(2, 4);
        }
    }

    @Test
    void aPageShowsAThousandIds() {
        TradeIdRange ids = new TradeIdRange(0, 2_000);
        TradeIdRange first = new TradeIdRange(5, 5);

        assertThat(
                        new SmallGaps("A", ids, List.of(first, new TradeIdRange(1_003, 1_004)))
                                .fewestPages())
                .isEqualTo(1);
        assertThat(
                        new SmallGaps("A", ids, List.of(first, new TradeIdRange(1_003, 1_005)))
                                .fewestPages())
                .isEqualTo(2);
    }
}
