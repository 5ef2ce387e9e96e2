package io.gapless.archive;

import org.jspecify.annotations.Nullable;

/// A store did not answer, or not in time. What was asked for may have happened all the same, now or
/// later: look, or do the same again.
public class StorageUnavailableException extends RuntimeException {
    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
