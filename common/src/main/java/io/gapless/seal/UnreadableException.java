package io.gapless.seal;

/// What lies under a key of ours is not what we put there. The message names the key.
public class UnreadableException extends RuntimeException {
    public UnreadableException(String message) {
        super(message);
    }

    public UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
