package io.gapless.local.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// One measured number.
///
/// @param name as in the JSON, such as `rss_peak_mb`
/// @param measured empty when it could not be measured; then the meaning says why
/// @param unit for people
/// @param meaning one line for people
/// @param goal how good it has to be, if that is said
public record Figure(
        String name, OptionalDouble measured, String unit, String meaning, Optional<Goal> goal) {
    /// What a figure has to be.
    public sealed interface Goal {
        boolean isMet(double value);

        record AtMost(double bound) implements Goal {
            @Override
            public boolean isMet(double value) {
                return value <= bound;
            }

            @Override
            public String toString() {
                return "≤ " + text(bound);
            }
        }

        record AtLeast(double bound) implements Goal {
            @Override
            public boolean isMet(double value) {
                return value >= bound;
            }

            @Override
            public String toString() {
                return "≥ " + text(bound);
            }
        }
    }

    /// A number that is told and not judged.
    public static Figure of(String name, double value, String unit, String meaning) {
        return new Figure(name, OptionalDouble.of(value), unit, meaning, Optional.empty());
    }

    /// A number that cannot be had here.
    ///
    /// @param reason why not, for people
    public static Figure leftOut(String name, String reason) {
        return new Figure(name, OptionalDouble.empty(), "", reason, Optional.empty());
    }

    /// The number, if it was measured.
    public double value() {
        return measured.orElseThrow();
    }

    public Figure atMost(double bound) {
        return new Figure(name, measured, unit, meaning, Optional.of(new Goal.AtMost(bound)));
    }

    public Figure atLeast(double bound) {
        return new Figure(name, measured, unit, meaning, Optional.of(new Goal.AtLeast(bound)));
    }

    /// Whether it is as good as it has to be; also when nothing is said.
    public boolean isGood() {
        return measured.isEmpty() || goal.map(g -> g.isMet(value())).orElse(true);
    }

    /// The value for people.
    public String shown() {
        return measured.isPresent() ? text(value()) : "left out";
    }

    private static String text(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole
                ? "%,d".formatted((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%,.1f", value);
    }
}
