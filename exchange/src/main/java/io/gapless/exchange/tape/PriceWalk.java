package io.gapless.exchange.tape;

/// A price walk with random access: the sum of smooth noises of doubling wavelengths, so that near aggregates have near prices and the
/// price of any aggregate is found without walking to it.
final class PriceWalk {

    private static final int SHORTEST_WAVE_BITS = 2;
    private static final int LONGEST_WAVE_BITS = 22;
    private static final int WAVE_STEP = 4;
    private static final double UNIT_MOVE = 1e-5;
    private static final double TICKS_IN_PRICE = 100_000;
    private static final double STEP_DOLLARS = 0.5;
    private static final double QUANTITY_SPREAD = 7;

    private final long seed;
    private final long tick;
    private final long baseTicks;
    private final long quantityStep;

    private PriceWalk(long seed, double basePrice, double baseDollars) {
        this.seed = seed;
        tick = powerOfTen(basePrice / TICKS_IN_PRICE);
        baseTicks = Math.max(1, Math.round(basePrice * Fixed8.ONE / tick));
        quantityStep = powerOfTen(STEP_DOLLARS / baseDollars);
    }

    /// @param marketSeed the same for all symbols, so that an asset has one value in all of them
    static PriceWalk of(long seed, Assets assets, long marketSeed) {
        double base = Assets.dollars(assets.base(), marketSeed);
        return new PriceWalk(seed, base / Assets.dollars(assets.quote(), marketSeed), base);
    }

    /// Count of 1e-8. The buyer-maker side trades at the bid, the other one tick above.
    long price(long aggregateId, boolean buyerMaker) {
        double move = 0;
        for (int bits = SHORTEST_WAVE_BITS; bits <= LONGEST_WAVE_BITS; bits += WAVE_STEP) {
            move += noise(aggregateId, bits) * Math.sqrt((double) (1L << bits)) * UNIT_MOVE;
        }
        long ticks = Math.max(1, Math.round(baseTicks * (1 + move)));
        return (buyerMaker ? ticks : ticks + 1) * tick;
    }

    /// Count of 1e-8.
    long quantity(long tradeId) {
        double size = Math.exp(Draws.fraction(Draws.hash(seed ^ 0x51, tradeId)) * QUANTITY_SPREAD);
        return quantityStep * (long) size;
    }

    boolean buyerMaker(long aggregateId) {
        return (Draws.hash(seed ^ 0x4d, aggregateId >> 2) + Draws.hash(seed, aggregateId)) < 0;
    }

    private double noise(long at, int bits) {
        long lattice = at >> bits;
        double between = (double) (at - (lattice << bits)) / (1L << bits);
        double left = Draws.fraction(Draws.hash(seed + bits, lattice)) - 0.5;
        double right = Draws.fraction(Draws.hash(seed + bits, lattice + 1)) - 0.5;
        return left + (right - left) * between;
    }

    /// The power of ten at or below `value`, as a count of 1e-8 and at least one of it.
    private static long powerOfTen(double value) {
        return Math.max(1, Math.round(Math.pow(10, Math.floor(Math.log10(value))) * Fixed8.ONE));
    }
}
