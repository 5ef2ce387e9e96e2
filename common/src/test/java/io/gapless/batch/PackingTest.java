package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 9, 16, 24, 31, 32})
    void runsComeBackWhateverTheirLengths(int width) {
        RandomGenerator random = random(width);
        for (int round = 0; round < 200; round++) {
            long[] values = new long[random.nextInt(1, 1_200)];
            for (int row = 0; row < values.length; ) {
                int end = Math.min(values.length, row + random.nextInt(1, 30));
                Arrays.fill(values, row, end, random.nextLong() & ((1L << width) - 1));
                row = end;
            }
            ByteBuilder out = new ByteBuilder(0);
            RunLengths.encode(values, values.length, width, out);
            assertThat(RunLengths.decode(bytes(out), values.length, width)).isEqualTo(values);
        }
    }

    @Test
    void aLongRunTakesAFewBytes() {
        ByteBuilder out = new ByteBuilder(0);
        RunLengths.encode(new long[50_000], 50_000, 1, out);
        assertThat(out.size()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void deltasComeBackAlsoWhereTheyOverflow(int widthStep) {
        RandomGenerator random = random(widthStep);
        for (int count = 0; count < 400; count++) {
            int bits = random.nextInt(1, 65);
            long[] values = random.longs(count).map(v -> v >> (64 - bits)).toArray();
            ByteBuilder out = new ByteBuilder(0);
            DeltaPacking.encode(values, 0, count, widthStep, out);
            assertThat(DeltaPacking.decode(bytes(out), count)).isEqualTo(values);
        }
        long[] extremes = {Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, Long.MAX_VALUE};
        ByteBuilder out = new ByteBuilder(0);
        DeltaPacking.encode(extremes, 0, extremes.length, widthStep, out);
        assertThat(DeltaPacking.decode(bytes(out), extremes.length)).isEqualTo(extremes);
    }

    @Test
    void idsThatAscendByOneTakeNoBits() {
        long[] ids = new long[50_000];
        Arrays.setAll(ids, i -> 3_071_245_454L + i);
        ByteBuilder out = new ByteBuilder(0);
        DeltaPacking.encode(ids, 0, ids.length, 1, out);
        assertThat(out.size()).isLessThan(2_000);
    }

    @Test
    void whatIsCutOffIsNotReadAsSomethingElse() {
        long[] values = random(1).longs(300).toArray();
        ByteBuilder out = new ByteBuilder(0);
        DeltaPacking.encode(values, 0, values.length, 1, out);
        byte[] whole = out.toBytes();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DeltaPacking.decode(part, values.length))
                    .isInstanceOfAny(BufferUnderflowException.class, CorruptBatchException.class);
        }
    }

    @Test
    void everyOrderOfADictionaryTellsTheSameValues() {
        long[] column = random(7).longs(3_000, -200, 200).map(v -> v * v * v * 10_000).toArray();
        Dictionary ascending = Dictionary.of(column, column.length, new long[column.length]);
        Dictionary byLowestByte = ascending.byLowestByte();
        Dictionary commonFirst = byLowestByte.commonFirst();

        assertThat(ascending.values()).isSorted().doesNotHaveDuplicates();
        for (Dictionary order : new Dictionary[] {ascending, byLowestByte, commonFirst}) {
            long[] positions = new long[column.length];
            order.positions(0, positions.length, positions);
            long[] told = Arrays.stream(positions).map(p -> order.values()[(int) p]).toArray();
            assertThat(told).isEqualTo(column);
        }
        long[] lowestBytes = Arrays.stream(byLowestByte.values()).map(v -> v & 0xff).toArray();
        assertThat(lowestBytes).isSorted();
    }

    private static ByteBuffer bytes(ByteBuilder out) {
        return ByteBuffer.wrap(out.toBytes());
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
