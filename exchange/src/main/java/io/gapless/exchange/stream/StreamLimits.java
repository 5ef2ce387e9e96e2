package io.gapless.exchange.stream;

import java.time.Duration;

/// Binance's limits of the streams, as documented in July 2026 unless said otherwise. What nobody sets otherwise is a constant.
///
/// @param pingInterval between the server's pings, 20 s
/// @param pongTimeout a ping not answered for so long ends the connection, 60 s
/// @param attempts most handshakes of one address within [#ATTEMPT_WINDOW], 300
/// @param outboundBytes unsent bytes at which a reader counts as too slow and is cut; Binance's own figure is unknown
/// @param errors the shape of error replies
public record StreamLimits(
        Duration pingInterval,
        Duration pongTimeout,
        int attempts,
        long outboundBytes,
        ErrorShape errors) {

    /// How error replies look.
    public enum ErrorShape {
        /// As documented: `{"code":2,"msg":"…","id":1}`.
        FLAT,
        /// As people saw it: `{"error":{"code":2,"msg":"…"},"id":1}`.
        WRAPPED
    }

    /// A connection is cut after it.
    static final Duration LIFETIME = Duration.ofHours(24);

    /// Most streams of one connection.
    static final int STREAMS = 1_024;

    /// Most client messages (pings and pongs counted) within one second.
    static final int CLIENT_MESSAGES = 5;

    /// The time within which handshakes are counted.
    static final Duration ATTEMPT_WINDOW = Duration.ofMinutes(5);

    /// Longest client message; a longer one is ignored silently. Not documented: 200 names were measured to work, 437
    /// names were seen to fail without an answer.
    static final int MESSAGE_BYTES = 6_144;

    /// Longest request target; about this in practice, not documented.
    public static final int URL_CHARACTERS = 8_004;

    public static final StreamLimits BINANCE =
            new StreamLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    300,
                    64L << 20,
                    ErrorShape.WRAPPED);

    public StreamLimits withPing(Duration interval, Duration timeout) {
        return new StreamLimits(interval, timeout, attempts, outboundBytes, errors);
    }

    public StreamLimits withAttempts(int newAttempts) {
        return new StreamLimits(pingInterval, pongTimeout, newAttempts, outboundBytes, errors);
    }

    public StreamLimits withOutboundBytes(long newOutboundBytes) {
        return new StreamLimits(pingInterval, pongTimeout, attempts, newOutboundBytes, errors);
    }

    public StreamLimits withErrors(ErrorShape newErrors) {
        return new StreamLimits(pingInterval, pongTimeout, attempts, outboundBytes, newErrors);
    }
}
