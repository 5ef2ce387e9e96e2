package io.gapless.archive;

import io.gapless.batch.ByteSource;
import java.util.Map;
import java.util.Optional;

/// Objects of the archive that are larger than memory should be: sealed days. Written once, never
/// changed, never deleted, as all others ([Archive]).
///
/// Safe for use by many threads and processes at once.
public interface LargeObjects {
    /// Creates an object unless there is one under that key, with the meaning and the exceptions of
    /// [Archive#put]. It appears whole or not at all, and is durable when this returns.
    ///
    /// @param body is read once or several times while this lasts
    /// @param metadata short facts that nothing may depend on
    /// @throws StorageUnavailableException when the outcome is not known
    /// @throws StorageRefusedException when it can never work
    PutOutcome put(String key, ByteSource body, Map<String, String> metadata);

    /// An object, to be read in pieces; empty when there is none.
    ///
    /// @return reading from it throws [StorageUnavailableException] when the store does not answer,
    ///     and [StorageRefusedException] when it can never work
    Optional<ByteSource> open(String key);
}
