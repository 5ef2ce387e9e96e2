package io.gapless.trade;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/// Seeds of property tests. `-Dseed=17` runs a test with that one alone, as its failure named it.
public final class Seeds {
    private Seeds() {}

    /// For `@MethodSource("io.gapless.trade.Seeds#seeds")`.
    public static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, 20);
    }

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
