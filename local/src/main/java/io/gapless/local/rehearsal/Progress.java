package io.gapless.local.rehearsal;

/// Hears how far a phase is, for people.
public interface Progress {
    /// A phase begins.
    ///
    /// @param steps that it has, 0 where nobody knows
    void begin(String what, long steps);

    /// So many are done.
    void at(long steps);

    /// The phase is over.
    void end();
}
