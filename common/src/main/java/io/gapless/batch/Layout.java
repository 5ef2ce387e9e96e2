package io.gapless.batch;

/// A way to write the values of a column, null values taken out.
sealed interface Layout {
    /// One after the other, as they are.
    record Plain() implements Layout {}

    /// The differences between neighbours.
    ///
    /// @param widthStep see [DeltaPacking#encode]
    record Deltas(int widthStep) implements Layout {}

    /// Flags as one bit each.
    record Bits() implements Layout {}

    /// Flags as runs of equal ones.
    record FlagRuns() implements Layout {}

    /// The distinct values once, and for each row where its value stands among them.
    ///
    /// @param width bits of a position; more than needed where bytes repeat and bits do not
    /// @param dictionaryCost about how many bytes the distinct values will take
    record Positions(Dictionary dictionary, int width, int dictionaryCost) implements Layout {}
}
