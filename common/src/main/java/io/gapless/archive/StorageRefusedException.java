package io.gapless.archive;

/// A store answered that this will never work: no such bucket or table, no permission, disk full.
/// The message says what to do.
public class StorageRefusedException extends RuntimeException {
    public StorageRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
