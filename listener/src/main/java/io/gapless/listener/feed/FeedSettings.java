package io.gapless.listener.feed;

import java.net.URI;
import java.util.Locale;

/// What a feed is to connect to, and how patiently.
///
/// @param streamUrl the exchange's stream address, such as `wss://stream.binance.com:9443`; a
///     trailing `/`, `/ws` or `/stream` is dropped
public record FeedSettings(URI streamUrl, FeedTiming timing, FeedLimits limits) {
    /// The address of Binance's spot streams.
    public static final URI BINANCE = URI.create("wss://stream.binance.com:9443");

    public FeedSettings {
        String scheme = streamUrl.getScheme();
        boolean webSocket =
                scheme != null
                        && (scheme.toLowerCase(Locale.ROOT).equals("ws")
                                || scheme.toLowerCase(Locale.ROOT).equals("wss"));
        if (!webSocket
                || streamUrl.getHost() == null
                || streamUrl.getRawQuery() != null
                || streamUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "\""
                            + streamUrl
                            + "\" is not a stream address: expected something like "
                            + BINANCE);
        }
        streamUrl = URI.create(streamUrl.toString().replaceFirst("(?:/ws|/stream)?/*$", ""));
    }

    /// The settings for production use of an exchange at this address.
    public static FeedSettings of(URI streamUrl) {
        return new FeedSettings(streamUrl, FeedTiming.production(), FeedLimits.production());
    }
}
