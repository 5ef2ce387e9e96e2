package io.gapless.archive;

import org.jspecify.annotations.Nullable;

/// A store answered that this will never work: no such bucket or table, no permission, disk full.
/// The message says what to do.
public class StorageRefusedException extends RuntimeException {
    public StorageRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
