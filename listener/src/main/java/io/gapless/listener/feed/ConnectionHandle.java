package io.gapless.listener.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.glassfish.tyrus.spi.UpgradeResponse;

/// The hold on one connection that Tyrus does not give: what the exchange answered to the
/// handshake, a way to cut the socket in whatever state it is, and a say in how often it is read.
/// Safe for any thread.
final class ConnectionHandle {
    /// A read of so many bytes (some eighty trades) was worth its wake-up: there may be more.
    private static final int LARGE_READ = 16 * 1024;

    private static final int MAX_SECONDS_DIGITS = 9;

    private final long readPauseNanos;
    private final List<Runnable> cutters = new ArrayList<>();
    private boolean cut;
    private OptionalInt status = OptionalInt.empty();
    private Optional<Duration> retryAfter = Optional.empty();
    private String reason = "";

    /// @param readPause how long nothing is read after a read that brought little
    ConnectionHandle(Duration readPause) {
        readPauseNanos = readPause.toNanos();
    }

    /// Lets frames gather in the kernel while the market is not at its wildest. Waking up for each
    /// of 10,000 frames a second costs most of a core, waking up 100 times a small part of it.
    void pauseAfterReading(int bytes) {
        if (bytes < LARGE_READ) {
            LockSupport.parkNanos(this, readPauseNanos);
        }
    }

    /// Adds a way to cut; used at once if the connection has been cut before.
    void cutBy(Runnable cutter) {
        synchronized (this) {
            if (!cut) {
                cutters.add(cutter);
                return;
            }
        }
        cutter.run();
    }

    /// Closes the socket without a word. Idempotent.
    void cut() {
        List<Runnable> all;
        synchronized (this) {
            cut = true;
            all = List.copyOf(cutters);
            cutters.clear();
        }
        all.forEach(Runnable::run);
    }

    synchronized void answered(UpgradeResponse response) {
        status = OptionalInt.of(response.getStatus());
        String phrase = response.getReasonPhrase();
        reason = phrase == null ? "" : TradeFrameDecoder.sample(phrase);
        response.getHeaders().entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .ifPresent(value -> retryAfter = seconds(value));
    }

    /// Why connecting failed, where the exchange answered with something else than an upgrade.
    synchronized Optional<ConnectFailure> refusal() {
        return status.isPresent() && status.getAsInt() != 101
                ? Optional.of(new ConnectFailure(status, retryAfter, reason))
                : Optional.empty();
    }

    private static Optional<Duration> seconds(String value) {
        String digits = value.strip();
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= MAX_SECONDS_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Duration.ofSeconds(Long.parseLong(digits))) : Optional.empty();
    }
}
