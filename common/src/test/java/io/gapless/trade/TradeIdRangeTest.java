package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TradeIdRangeTest {
    @Test
    void bothEndsBelongToIt() {
        TradeIdRange range = new TradeIdRange(17, 42);
        assertThat(range.size()).isEqualTo(26);
        assertThat(range.contains(17)).isTrue();
        assertThat(range.contains(42)).isTrue();
        assertThat(range.contains(16)).isFalse();
        assertThat(range.contains(43)).isFalse();
    }

    @Test
    void itIsNeverEmptyAndNeverNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TradeIdRange(5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new TradeIdRange(-1, 4));
        assertThat(new TradeIdRange(0, 0).size()).isEqualTo(1);
    }

    @Test
    void thereIsAlwaysANextId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TradeIdRange(0, Long.MAX_VALUE))
                .withMessageContaining("no room for a next one");
        assertThat(new TradeIdRange(0, Long.MAX_VALUE - 1).size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void rangesOverlapWhenTheyShareAnId() {
        TradeIdRange range = new TradeIdRange(10, 20);
        assertThat(range.overlaps(new TradeIdRange(20, 30))).isTrue();
        assertThat(range.overlaps(new TradeIdRange(0, 10))).isTrue();
        assertThat(range.overlaps(new TradeIdRange(0, 100))).isTrue();
        assertThat(range.overlaps(new TradeIdRange(21, 30))).isFalse();
        assertThat(range.contains(new TradeIdRange(10, 20))).isTrue();
        assertThat(range.contains(new TradeIdRange(10, 21))).isFalse();
    }

    @Test
    void itsHeadIsItsLowestIds() {
        TradeIdRange range = new TradeIdRange(10, 20);
        assertThat(range.head(3)).isEqualTo(new TradeIdRange(10, 12));
        assertThat(range.head(11)).isEqualTo(range);
        assertThat(range.head(Long.MAX_VALUE)).isEqualTo(range);
    }

    @Test
    void rangesAreOrderedByTheirLowestId() {
        assertThat(
                        Stream.of(
                                        new TradeIdRange(5, 9),
                                        new TradeIdRange(1, 99),
                                        new TradeIdRange(5, 7))
                                .sorted())
                .map(TradeIdRange::toString)
                .containsExactly("1..99", "5..7", "5..9");
    }

    @Test
    void aSingleIdReadsAsOneNumber() {
        assertThat(new TradeIdRange(7, 7)).hasToString("7");
        assertThat(new TradeIdRange(7, 8)).hasToString("7..8");
    }
}
