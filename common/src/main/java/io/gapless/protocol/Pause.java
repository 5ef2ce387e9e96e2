package io.gapless.protocol;

import java.time.Duration;

/// Waiting, as a parameter.
@FunctionalInterface
public interface Pause {
    /// Returns after that time.
    ///
    /// @throws InterruptedException when the thread is to end
    void pause(Duration time) throws InterruptedException;
}
