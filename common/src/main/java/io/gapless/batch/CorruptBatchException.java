package io.gapless.batch;

/// The bytes of an object are not what this archive writes under such a key: damaged, cut off,
/// written by somebody else, or in contradiction to the key. The message says what is wrong.
///
/// It will not pass by itself. Objects are never changed, so people have to look.
public class CorruptBatchException extends RuntimeException {
    public CorruptBatchException(String message) {
        super(message);
    }

    public CorruptBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
