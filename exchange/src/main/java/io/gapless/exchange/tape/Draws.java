package io.gapless.exchange.tape;

import java.util.random.RandomGenerator;

/// Numbers drawn from a hash, so that the same place of the same tape always draws the same ones.
public final class Draws implements RandomGenerator {

    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double SMALL_MEAN = 30;

    private long state;

    public Draws(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += STEP;
        return mixed(state);
    }

    /// A number of independent events of which `mean` are expected (Poisson; by the normal distribution when many).
    int events(double mean) {
        if (mean > SMALL_MEAN) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * nextGaussian()));
        }
        double limit = Math.exp(-mean);
        int events = 0;
        for (double product = nextDouble(); product > limit; product *= nextDouble()) {
            events++;
        }
        return events;
    }

    /// A hash of one number: the finisher of SplitMix64 (Steele, Lea, Flood 2014).
    static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A hash of two numbers.
    public static long hash(long seed, long value) {
        return mixed(seed + STEP * (value + 1));
    }

    /// A hash of a number and a text.
    public static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = hash(hash, text.charAt(i));
        }
        return hash;
    }

    /// A hash as a fraction from 0 (included) to 1 (excluded).
    public static double fraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
