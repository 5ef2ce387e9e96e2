package io.gapless.local.bench;

import java.util.Collection;
import java.util.List;

/// A figure of several turns: the one in the middle, and how far the others were from it.
record Spread(double median, double least, double most) {
    /// @param values at least one
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    Figure figure(String name, String unit, String meaning) {
        String spread =
                Figure.of("", least, "", "").shown() + " to " + Figure.of("", most, "", "").shown();
        return Figure.of(name, median, unit, meaning + "; " + spread);
    }
}
