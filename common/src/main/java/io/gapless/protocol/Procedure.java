package io.gapless.protocol;

import java.time.Instant;

/// A deterministic sequence of storage calls that ends with a result.
///
/// Used by one thread at a time: [#begin] once, then [#on] with the reply to each call until it is
/// [Step.Done]. No clock, no I/O.
///
/// @param <T> the result
public interface Procedure<T> {
    Step<T> begin(Instant now);

    Step<T> on(StorageReply reply, Instant now);

    /// What comes next.
    sealed interface Step<T> {
        record Do<T>(StorageCall call) implements Step<T> {}

        record Done<T>(T result) implements Step<T> {}
    }
}
