package io.gapless.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Faults that strike when a script says so, and take as long as it says.
final class OrderedFaults extends Faults {
    private static final long SEED = 1;

    private record Order(double rate, int skipped, int times, Optional<Duration> lasting) {
        Order seenOnce() {
            return skipped > 0
                    ? new Order(rate, skipped - 1, times, lasting)
                    : new Order(rate, 0, times - 1, lasting);
        }
    }

    private final Map<Fault, Order> orders = new EnumMap<>(Fault.class);
    private Optional<Duration> lasting = Optional.empty();

    OrderedFaults(Story story) {
        super(new SplittableRandom(SEED), story);
    }

    /// It strikes at so many of the occasions, until it is over.
    void begin(Fault fault, double rate) {
        add(fault, new Order(rate, 0, Integer.MAX_VALUE, Optional.empty()));
    }

    /// The same at each occasion, for so long each time.
    void begin(Fault fault, Duration each) {
        add(fault, new Order(1, 0, Integer.MAX_VALUE, Optional.of(each)));
    }

    /// It strikes at some occasions, after those that are skipped.
    void some(Fault fault, int skipped, int times, Duration each) {
        add(fault, new Order(1, skipped, times, Optional.of(each)));
    }

    void over(Fault fault) {
        orders.remove(fault);
        order(fault, 0);
    }

    private void add(Fault fault, Order order) {
        orders.put(fault, order);
        order(fault, order.rate());
    }

    @Override
    boolean strikes(Fault fault, Step step, Supplier<String> whom) {
        lasting = Optional.empty();
        Order order = orders.get(fault);
        if (order == null || !fault.steps().contains(step)) {
            return false;
        }
        boolean due = order.skipped() == 0;
        if (order.times() < Integer.MAX_VALUE) {
            orders.put(fault, order.seenOnce());
        }
        if (order.times() <= 0 || !due || !super.strikes(fault, step, whom)) {
            return false;
        }
        lasting = order.lasting();
        return true;
    }

    @Override
    long micros(double leastSeconds, double mostSeconds) {
        return lasting.map(time -> time.toNanos() / 1_000)
                .orElseGet(() -> super.micros(leastSeconds, mostSeconds));
    }
}
