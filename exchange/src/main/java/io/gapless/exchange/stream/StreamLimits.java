package io.gapless.exchange.stream;

import java.time.Duration;

/// Binance's limits of the streams. Defaults are those documented in July 2026 unless said otherwise.
///
/// @param pingInterval between the server's pings, 20 s
/// @param pongTimeout a ping not answered for so long ends the connection, 60 s
/// @param lifetime a connection is cut after it, 24 h
/// @param streams most streams of one connection, 1,024
/// @param clientMessages most client messages (pings and pongs counted) within one second, 5
/// @param attempts most handshakes of one address within [#attemptWindow], 300
/// @param attemptWindow 5 min
/// @param urlCharacters longest request target; about 8,004 in practice, not documented
/// @param messageBytes longest client message; a longer one is ignored silently. Not documented: 200 names were measured to work, 437
///     names were seen to fail without an answer
/// @param outboundBytes unsent bytes at which a reader counts as too slow and is cut; Binance's own figure is unknown
/// @param errors the shape of error replies
public record StreamLimits(
        Duration pingInterval,
        Duration pongTimeout,
        Duration lifetime,
        int streams,
        int clientMessages,
        int attempts,
        Duration attemptWindow,
        int urlCharacters,
        int messageBytes,
        long outboundBytes,
        ErrorShape errors) {

    /// How error replies look.
    public enum ErrorShape {
        /// As documented: `{"code":2,"msg":"…","id":1}`.
        FLAT,
        /// As people saw it: `{"error":{"code":2,"msg":"…"},"id":1}`.
        WRAPPED
    }

    public static final StreamLimits BINANCE =
            new StreamLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofHours(24),
                    1024,
                    5,
                    300,
                    Duration.ofMinutes(5),
                    8_004,
                    6_144,
                    64L << 20,
                    ErrorShape.WRAPPED);

    public StreamLimits withPing(Duration interval, Duration timeout) {
        return new StreamLimits(
                interval,
                timeout,
                lifetime,
                streams,
                clientMessages,
                attempts,
                attemptWindow,
                urlCharacters,
                messageBytes,
                outboundBytes,
                errors);
    }

    public StreamLimits withLifetime(Duration newLifetime) {
        return new StreamLimits(
                pingInterval,
                pongTimeout,
                newLifetime,
                streams,
                clientMessages,
                attempts,
                attemptWindow,
                urlCharacters,
                messageBytes,
                outboundBytes,
                errors);
    }

    public StreamLimits withAttempts(int newAttempts) {
        return new StreamLimits(
                pingInterval,
                pongTimeout,
                lifetime,
                streams,
                clientMessages,
                newAttempts,
                attemptWindow,
                urlCharacters,
                messageBytes,
                outboundBytes,
                errors);
    }

    public StreamLimits withOutboundBytes(long newOutboundBytes) {
        return new StreamLimits(
                pingInterval,
                pongTimeout,
                lifetime,
                streams,
                clientMessages,
                attempts,
                attemptWindow,
                urlCharacters,
                messageBytes,
                newOutboundBytes,
                errors);
    }

    public StreamLimits withErrors(ErrorShape newErrors) {
        return new StreamLimits(
                pingInterval,
                pongTimeout,
                lifetime,
                streams,
                clientMessages,
                attempts,
                attemptWindow,
                urlCharacters,
                messageBytes,
                outboundBytes,
                newErrors);
    }
}
