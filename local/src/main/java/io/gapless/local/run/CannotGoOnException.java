package io.gapless.local.run;

/// A run cannot go on: one of its processes is not as it must be. The message is a sentence for the user.
public final class CannotGoOnException extends RuntimeException {
    public CannotGoOnException(String sentence) {
        super(sentence);
    }
}
