package io.gapless.backfill;

/// A day could not be worked off to its end: its time was up, or somebody did not answer. Thrown to whoever
/// invoked the function, because that is what makes Step Functions try again; what was archived is
/// archived, and the next try goes on behind it.
public final class DayNotDoneException extends RuntimeException {
    DayNotDoneException(String message) {
        super(message);
    }
}
