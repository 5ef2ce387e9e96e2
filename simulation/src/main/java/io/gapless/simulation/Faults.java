package io.gapless.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Which faults a world has, and when they strike. Counts them by what was being done.
class Faults {
    /// Every world has at least so many kinds.
    static final int LEAST_KINDS = 5;

    private static final double CHANCE_OF_A_KIND = 0.35;

    private static final double OFTEN = 4;

    private final SplittableRandom chance;
    private final Story story;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<Fault, Map<Step, Long>> struck = new EnumMap<>(Fault.class);
    private boolean calm;

    /// @param needed kinds that this world has in any case, and often
    Faults(SplittableRandom chance, Story story, Set<Fault> needed) {
        this.chance = chance;
        this.story = story;
        Fault[] all = Fault.values();
        boolean few = chance.nextInt(4) == 0;
        while (rates.size() < LEAST_KINDS) {
            Fault fault = all[chance.nextInt(all.length)];
            rates.put(fault, rate(fault));
        }
        for (Fault fault : all) {
            if (!few && chance.nextDouble() < CHANCE_OF_A_KIND) {
                rates.put(fault, rate(fault));
            }
        }
        needed.forEach(fault -> rates.put(fault, often(fault)));
    }

    /// Nothing goes wrong, but for what somebody orders.
    Faults(SplittableRandom chance, Story story) {
        this.chance = chance;
        this.story = story;
    }

    /// Orders that a fault strikes from now on.
    ///
    /// @param rate of the occasions; 0 for not any more
    final void order(Fault fault, double rate) {
        rates.put(fault, rate);
    }

    /// Whether this happens now.
    ///
    /// @param whom for the story
    boolean strikes(Fault fault, Step step, Supplier<String> whom) {
        Double rate = rates.get(fault);
        if (calm || rate == null || chance.nextDouble() >= rate) {
            return false;
        }
        if (!fault.steps().contains(step)) {
            throw new IllegalStateException(fault + " is not known to strike at " + step);
        }
        count(fault, step);
        story.tell(() -> "FAULT " + fault + " at " + step + " of " + whom.get());
        return true;
    }

    /// Counts a fault that strikes by itself.
    final void count(Fault fault, Step step) {
        struck.computeIfAbsent(fault, _ -> new EnumMap<>(Step.class)).merge(step, 1L, Long::sum);
    }

    boolean has(Fault fault) {
        return rates.containsKey(fault);
    }

    /// From now on nothing goes wrong.
    void end() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    Map<Fault, Map<Step, Long>> struck() {
        return struck;
    }

    /// For whatever else is a matter of chance about a fault.
    SplittableRandom chance() {
        return chance;
    }

    /// A time between two, in µs; short ones are as likely as long ones of ten times as much.
    long micros(double leastSeconds, double mostSeconds) {
        double factor = Math.pow(mostSeconds / leastSeconds, chance.nextDouble());
        return Math.round(leastSeconds * factor * 1e6);
    }

    private static double often(Fault fault) {
        return Math.min(1, OFTEN * fault.rate());
    }

    private double rate(Fault fault) {
        return Math.min(0.9, fault.rate() * Math.pow(10, chance.nextDouble(-0.7, 0.7)));
    }
}
