package io.gapless.exchange.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The server's pings on one connection: one per interval, each to be answered with its own payload within the timeout.
final class Keepalive {

    private record Ping(ByteBuffer payload, long sentMicros) {}

    private final long intervalMicros;
    private final long timeoutMicros;
    private final Deque<Ping> unanswered = new ArrayDeque<>();
    private long nextMicros;

    Keepalive(Duration interval, Duration timeout, long nowMicros) {
        intervalMicros = interval.toNanos() / 1_000;
        timeoutMicros = timeout.toNanos() / 1_000;
        nextMicros = nowMicros + intervalMicros;
    }

    /// The payload of the ping that is due now: the time in ms, as Binance sends it.
    Optional<byte[]> due(long nowMicros) {
        if (nowMicros < nextMicros) {
            return Optional.empty();
        }
        nextMicros = nowMicros + intervalMicros;
        byte[] payload = Long.toString(nowMicros / 1_000).getBytes(StandardCharsets.US_ASCII);
        unanswered.add(new Ping(ByteBuffer.wrap(payload), nowMicros));
        return Optional.of(payload);
    }

    /// Takes note of a pong.
    ///
    /// @return whether it answers a ping; an unsolicited one keeps nothing alive
    boolean answered(byte[] payload) {
        ByteBuffer answer = ByteBuffer.wrap(payload);
        if (unanswered.stream().noneMatch(ping -> ping.payload().equals(answer))) {
            return false;
        }
        Ping answered;
        do {
            answered = unanswered.removeFirst();
        } while (!answered.payload().equals(answer));
        return true;
    }

    /// Whether a ping has gone unanswered for longer than the timeout.
    boolean expired(long nowMicros) {
        Ping oldest = unanswered.peekFirst();
        return oldest != null && nowMicros - oldest.sentMicros() > timeoutMicros;
    }
}
