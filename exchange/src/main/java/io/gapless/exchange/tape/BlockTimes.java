package io.gapless.exchange.tape;

import java.util.Arrays;

/// Draws the moments of trades, block by block: single trades at any time, and bursts as recordings show them (up to 735 trades in
/// one millisecond, up to 950 in one second of a symbol with 63 a second). A block is a stretch of time in which
/// about [#TRADES_PER_BLOCK] trades are expected, so its cost does not depend on how busy the symbol is.
final class BlockTimes {

    static final int TRADES_PER_BLOCK = 256;

    private static final long LONGEST_BLOCK_MICROS = 86_400_000_000L * 7;
    private static final long SHORTEST_BLOCK_MICROS = 10_000;
    private static final double SMALLEST_BURST = 3;
    private static final double BURST_TAIL = 1.1;
    private static final double BURST_PER_RATE = 15;
    private static final int LARGEST_BURST = 5_000;
    private static final int MEAN_SAMPLES = 4_096;

    private final long seed;
    private final long blockMicros;
    private final double singles;
    private final double bursts;
    private final int largestBurst;

    /// @param ratePerSecond mean trades per second
    /// @param burstiness share of the trades that come in bursts, 0 to 1
    BlockTimes(long seed, double ratePerSecond, double burstiness) {
        this.seed = seed;
        blockMicros =
                Math.clamp(
                        Math.round(TRADES_PER_BLOCK * 1e6 / ratePerSecond),
                        SHORTEST_BLOCK_MICROS,
                        LONGEST_BLOCK_MICROS);
        largestBurst =
                (int) Math.clamp(ratePerSecond * BURST_PER_RATE, SMALLEST_BURST, LARGEST_BURST);
        double expected = ratePerSecond * blockMicros / 1e6;
        singles = expected * (1 - burstiness);
        bursts = expected * burstiness / meanBurst();
    }

    long blockMicros() {
        return blockMicros;
    }

    /// How many trades a block has.
    int count(long block) {
        Draws draws = new Draws(Draws.hash(seed, block));
        int count = draws.events(singles);
        int more = draws.events(bursts);
        for (int i = 0; i < more; i++) {
            count += burstSize(draws.nextDouble());
        }
        return count;
    }

    /// The moments of a block's trades in µs from its start, ascending. Exactly [#count] of them.
    long[] offsets(long block) {
        Draws draws = new Draws(Draws.hash(seed, block));
        int alone = draws.events(singles);
        int[] sizes = new int[draws.events(bursts)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = burstSize(draws.nextDouble());
        }
        long[] offsets = new long[alone + Arrays.stream(sizes).sum()];
        int filled = 0;
        while (filled < alone) {
            offsets[filled++] = draws.nextLong(blockMicros);
        }
        for (int size : sizes) {
            long start = draws.nextLong(blockMicros);
            long spread = spreadMicros(draws.nextInt(10));
            for (int i = 0; i < size; i++) {
                offsets[filled++] = Math.min(start + draws.nextLong(spread), blockMicros - 1);
            }
        }
        Arrays.sort(offsets);
        return offsets;
    }

    /// Most bursts are one order sweeping the book, some are a scramble of a second.
    private static long spreadMicros(int tenth) {
        return tenth < 6 ? 1_000 : tenth < 9 ? 50_000 : 1_000_000;
    }

    private int burstSize(double fraction) {
        return (int)
                Math.min(SMALLEST_BURST * Math.pow(1 - fraction, -1 / BURST_TAIL), largestBurst);
    }

    private double meanBurst() {
        double sum = 0;
        for (int i = 0; i < MEAN_SAMPLES; i++) {
            sum += burstSize((i + 0.5) / MEAN_SAMPLES);
        }
        return sum / MEAN_SAMPLES;
    }
}
