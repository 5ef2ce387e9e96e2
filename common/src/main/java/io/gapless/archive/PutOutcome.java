package io.gapless.archive;

/// What became of a create-only put.
public enum PutOutcome {
    /// The object is there now, and this put made it.
    CREATED,
    /// There was an object under that key already. It may be this put's own, sent twice.
    EXISTS,
}
