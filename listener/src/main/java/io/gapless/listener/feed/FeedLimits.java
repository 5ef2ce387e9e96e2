package io.gapless.listener.feed;

/// How much of something a feed uses. [#production] stays below what Binance allows.
///
/// @param streamsPerConnection Binance allows 1024 and drops all of them at the 1025th
/// @param urlLength longest address in characters; Binance refuses from about 8,004 on
/// @param namesPerSubscribe streams in one SUBSCRIBE; 437 have failed silently, it seems by their length
/// @param attemptsPerWindow connections tried within [AttemptBudget#WINDOW], all together. Binance
///     allows an address 300, and other programs may share it
/// @param bufferTrades most trades of one connection that wait for the ingest thread; then the
///     socket is not read
/// @param frameBytes longest frame accepted; a trade has about 200 bytes, the list of 1024
///     subscriptions about 20,000
public record FeedLimits(
        int streamsPerConnection,
        int urlLength,
        int namesPerSubscribe,
        int attemptsPerWindow,
        int bufferTrades,
        int frameBytes) {
    public FeedLimits {
        if (streamsPerConnection < 1
                || streamsPerConnection > 1024
                || urlLength < 100
                || namesPerSubscribe < 1
                || attemptsPerWindow < 1
                || attemptsPerWindow > 300
                || bufferTrades < 1
                || frameBytes < 1024) {
            throw new IllegalArgumentException(
                    "limits of the feed: "
                            + streamsPerConnection
                            + " streams, address of "
                            + urlLength
                            + ", "
                            + namesPerSubscribe
                            + " names, "
                            + attemptsPerWindow
                            + " attempts, "
                            + bufferTrades
                            + " trades, "
                            + frameBytes
                            + " bytes");
        }
    }

    /// What suits Binance and a small machine.
    public static FeedLimits production() {
        return new FeedLimits(1_000, 8_000, 100, 100, 65_536, 1 << 20);
    }
}
