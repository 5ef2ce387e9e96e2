package io.gapless.seal;

/// What came of sealing one day.
public sealed interface SealOutcome {
    /// It is sealed, and there is a new certificate of it.
    record Certified(Certificate certificate) implements SealOutcome {}

    /// It was sealed before, and its certificate still says what is there.
    record Unchanged(Certificate certificate) implements SealOutcome {}

    /// There are no trades of that date.
    record Nothing() implements SealOutcome {}

    /// It cannot be sealed yet.
    ///
    /// @param why for people
    record NotYet(String why) implements SealOutcome {}

    /// Something is not as it must be; it will not pass by itself.
    ///
    /// @param problem a sentence that names the object or the ids
    record Wrong(String problem) implements SealOutcome {}
}
