package io.gapless.binance;

/// An answer is not what the documents say. The message says what is wrong, and where in it.
final class MalformedAnswerException extends Exception {
    MalformedAnswerException(String message) {
        super(message);
    }
}
