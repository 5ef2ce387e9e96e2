package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TradeColumnsTest {
    @Test
    void everyFieldComesBackInEveryCombinationOfFlagsAndSources() {
        List<Trade> trades = new ArrayList<>();
        for (Source source : Source.values()) {
            for (int flags = 0; flags < 4; flags++) {
                long id = trades.size();
                trades.add(
                        new Trade(
                                id,
                                id * 3 - 5,
                                id * 7,
                                Trade.EARLIEST_TIME + id,
                                (flags & 1) != 0,
                                (flags & 2) != 0,
                                id * 11,
                                -id,
                                source));
            }
        }
        assertThat(TradeColumns.of(trades).rows()).isEqualTo(trades);
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void appendingSlicingAndClearingAgreesWithAList(long seed) {
        RandomGenerator random = Seeds.random(seed);
        SampleTrades market = new SampleTrades(seed);
        TradeColumns columns = new TradeColumns(1);
        List<Trade> model = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    Trade trade = market.next();
                    columns.add(trade);
                    model.add(trade);
                }
                case 1 -> {
                    TradeColumns more = market.take(random.nextInt(40));
                    int from = random.nextInt(more.size() + 1);
                    int to = random.nextInt(from, more.size() + 1);
                    columns.addAll(more, from, to);
                    model.addAll(more.rows().subList(from, to));
                }
                case 2 -> {
                    int from = random.nextInt(columns.size() + 1);
                    int to = random.nextInt(from, columns.size() + 1);
                    assertThat(columns.slice(from, to).rows()).isEqualTo(model.subList(from, to));
                }
                case 3 -> {
                    if (random.nextInt(10) == 0) {
                        columns.clear();
                        model.clear();
                    }
                }
                default -> assertThat(columns.rows()).isEqualTo(model);
            }
            assertThat(columns.size()).isEqualTo(model.size());
            assertThat(columns.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(columns.heldBytes())
                    .isGreaterThanOrEqualTo((long) model.size() * TradeColumns.BYTES_PER_TRADE);
        }
    }

    @Test
    void aSliceIsACopy() {
        TradeColumns columns = new SampleTrades(1).take(10);
        TradeColumns slice = columns.slice(2, 5);
        List<Trade> before = List.copyOf(slice.rows());
        columns.clear();
        columns.addAll(new SampleTrades(2).take(10), 0, 10);
        assertThat(slice.rows()).isEqualTo(before);
    }

    @Test
    void clearingKeepsTheMemory() {
        TradeColumns columns = new SampleTrades(1).take(1_000);
        long held = columns.heldBytes();
        columns.clear();
        assertThat(columns.isEmpty()).isTrue();
        assertThat(columns.heldBytes()).isEqualTo(held);
    }

    @Test
    void aRowBeyondTheEndIsRefused() {
        TradeColumns columns = new SampleTrades(1).take(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> columns.rows().get(3));
    }
}
