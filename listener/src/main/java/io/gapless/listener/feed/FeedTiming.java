package io.gapless.listener.feed;

import java.time.Duration;

/// How long a feed waits for what. [#production] is right for Binance; tests have less time.
///
/// @param lifetime age at which a connection is replaced; Binance cuts it at 24 h
/// @param probeEvery how often a connection asks something, so that a living link is never silent
/// @param silentAfter without any frame for so long, a link is dead. Binance drops a client whose
///     pong is a minute late
/// @param stalledAfter without a trade for so long, while other connections to the same streams get
///     some, a connection is stalled
/// @param connectWithin deadline of name lookup, TCP, TLS and WebSocket handshake together
/// @param closeWithin after it, a connection that is being closed is cut
/// @param overlap how long an old connection lives on after the new one has delivered
/// @param quietAfter how long a new connection is given to bring a trade before an answer is enough
/// @param replyWithin a subscription not answered within it is sent again
/// @param messageSpacing least time between two messages of ours on one connection. Binance accepts
///     five a second, pongs included; a burst is punished even if the average is lower
/// @param firstBackoff wait before the second attempt of a connection; it doubles from there
/// @param longestBackoff most that it grows to
/// @param stableAfter a connection that has delivered for so long is a success: the next failure
///     starts from the first attempt again
/// @param refusedPause nobody connects for so long after a refusal that does not say when to return
/// @param tick how often connections are looked after
/// @param readPause how long a socket is left alone after a read that brought little, so that frames
///     arrive in company; it bounds wake-ups a second
/// @param handOver how long the first received trade may wait for more before the ingest thread is
///     woken; it bounds wake-ups a second
public record FeedTiming(
        Duration lifetime,
        Duration probeEvery,
        Duration silentAfter,
        Duration stalledAfter,
        Duration connectWithin,
        Duration closeWithin,
        Duration overlap,
        Duration quietAfter,
        Duration replyWithin,
        Duration messageSpacing,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration stableAfter,
        Duration refusedPause,
        Duration tick,
        Duration readPause,
        Duration handOver) {
    public FeedTiming {
        if (probeEvery.multipliedBy(2).compareTo(silentAfter) > 0) {
            throw new IllegalArgumentException(
                    "a link asked every "
                            + probeEvery
                            + " cannot be called dead after "
                            + silentAfter
                            + ": leave room for two questions");
        }
        if (lifetime.compareTo(silentAfter) < 0 || lifetime.compareTo(Duration.ofHours(24)) >= 0) {
            throw new IllegalArgumentException(
                    "a connection's life of " + lifetime + ": expected up to 24 h");
        }
        if (tick.isZero() || tick.isNegative()) {
            throw new IllegalArgumentException("a tick of " + tick);
        }
    }

    /// What suits Binance.
    public static FeedTiming production() {
        return new FeedTiming(
                Duration.ofHours(23),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMillis(400),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofMillis(250),
                Duration.ofMillis(10),
                Duration.ofMillis(20));
    }
}
