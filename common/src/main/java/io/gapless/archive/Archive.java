package io.gapless.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The objects: written once, never changed, never deleted. There is no method that could.
///
/// Safe for use by many threads and processes at once. After a [StorageUnavailableException] a put
/// may have taken effect, or may still; the same put again does no harm.
public interface Archive {
    /// Most keys on one page of a listing, as on S3.
    int PAGE_SIZE = 1_000;

    /// The order of a listing: that of the keys' UTF-8 bytes, which is that of their code points and,
    /// beyond the basic plane, not that of [String#compareTo].
    Comparator<String> KEY_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    /// Creates an object unless there is one under that key. It appears whole or not at all, and is
    /// durable when this returns.
    ///
    /// @param metadata short facts about the object for people and tools; a store that has no room
    ///     for them leaves them out, so nothing may depend on them
    /// @throws StorageUnavailableException when the outcome is not known
    /// @throws StorageRefusedException when it can never work
    PutOutcome put(String key, byte[] body, Map<String, String> metadata);

    /// Largest object that is read whole, in bytes. The largest batch has about 3 MB; what somebody
    /// else put there must not take the memory of who looks at it.
    int MAX_OBJECT_BYTES = 16 << 20;

    /// What an adapter says of an object beyond [#MAX_OBJECT_BYTES].
    static StorageRefusedException tooLarge(String object, long bytes) {
        return new StorageRefusedException(
                "get %s: %d bytes, more than the %d that a batch can have. Somebody else put it there: look at it"
                        .formatted(object, bytes, MAX_OBJECT_BYTES),
                null);
    }

    /// The whole object, or empty when there is none.
    ///
    /// @throws StorageRefusedException when it is larger than [#MAX_OBJECT_BYTES]; nothing of it is
    ///     held then
    Optional<byte[]> get(String key);

    /// Up to [#PAGE_SIZE] objects whose keys start with `prefix` and come after `after`, in
    /// ascending order of their UTF-8 bytes ([#KEY_ORDER]).
    ///
    /// @param after a key, or empty for the first page
    Page list(String prefix, Optional<String> after);

    /// One page of a listing.
    ///
    /// @param more whether there are further keys
    record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// One object of a listing.
    ///
    /// @param size bytes
    /// @param created when the store says it was made
    record Entry(String key, long size, Instant created) {}
}
