package io.gapless.exchange.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.exchange.tape.Draws;
import io.gapless.exchange.tape.IdRange;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRangesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void rangesBehaveLikeASetOfIds(long seed) {
        RandomGenerator random = new Draws(seed);
        IdRanges ranges = new IdRanges();
        TreeSet<Long> ids = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            long first = random.nextLong(500);
            long last = first + random.nextLong(8);
            ranges.add(new IdRange(first, last));
            LongStream.rangeClosed(first, last).forEach(ids::add);
        }
        for (long id = 0; id < 520; id++) {
            assertThat(ranges.contains(id)).isEqualTo(ids.contains(id));
            long next = id;
            while (ids.contains(next)) {
                next++;
            }
            assertThat(ranges.nextOutside(id)).isEqualTo(next);
            long last = id;
            while (ids.contains(last)) {
                last--;
            }
            assertThat(ranges.lastOutside(id)).isEqualTo(last);
        }
        assertThat(ranges.within(100, 300).stream().mapToLong(IdRange::size).sum())
                .isEqualTo(ids.subSet(100L, true, 300L, true).size());
    }
}
