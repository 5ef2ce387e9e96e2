package io.gapless.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that is touched while the listener works, for a health check that only looks at its age: one
/// that started a JVM would eat the CPU of a small task.
///
/// It appears once every connection has delivered, or at least answered. From then on it goes stale
/// only where a restart would help: when the ingest thread or a write is stuck. A silent exchange, S3,
/// or symbol is no reason. For the ingest thread.
final class Heartbeat {
    /// Between two touches.
    static final Duration EVERY = Duration.ofSeconds(5);

    /// A write that has not ended by then is stuck: it gives up long before, whatever the stores do.
    static final Duration STUCK_AFTER = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Optional<Path> file;
    private Optional<Instant> last = Optional.empty();
    private boolean begun;
    private boolean failed;

    Heartbeat(Optional<Path> file) {
        this.file = file;
    }

    /// Whether it is time to call [#beat].
    boolean isDue(Instant now) {
        // A clock that was set back must not stop it.
        return file.isPresent()
                && last.map(at -> Duration.between(at, now).abs().compareTo(EVERY) >= 0)
                        .orElse(true);
    }

    /// Touches the file if all is well.
    ///
    /// @param connected whether every connection works
    /// @param oldestWrite since when the oldest write runs that has not ended
    void beat(boolean connected, Optional<Instant> oldestWrite, Instant now) {
        last = Optional.of(now);
        begun |= connected;
        boolean stuck = oldestWrite.map(at -> now.isAfter(at.plus(STUCK_AFTER))).orElse(false);
        if (!begun || stuck || file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file.get(), now + "\n");
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.atError()
                        .addKeyValue("file", file.get())
                        .addKeyValue("problem", e.toString())
                        .log("heartbeat cannot be written");
            }
            failed = true;
        }
    }
}
