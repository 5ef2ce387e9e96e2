package io.gapless.listener;

import io.gapless.config.Environment;
import io.gapless.config.Setting;
import java.net.URI;
import java.util.Set;

/// Where the exchange is, and how much may be asked of it.
///
/// @param weightPerMinute of the 6,000 that Binance allows per address; a listener needs some at its
///     start only
/// @param caller whose bans these are; every process that shares an address should share the name
public record ExchangeConfig(URI streamUrl, URI restUrl, int weightPerMinute, String caller) {
    public static final String DEFAULT_STREAM_URL = "wss://stream.binance.com:9443";

    public static final String DEFAULT_REST_URL = "https://api.binance.com";

    /// Half of what Binance allows.
    public static final int DEFAULT_WEIGHT_PER_MINUTE = 3_000;

    public static final String DEFAULT_CALLER = "listener";

    /// Reads the environment; what is wrong is told by [Environment#valid].
    public static ExchangeConfig read(Environment env) {
        return new ExchangeConfig(
                env.url(Setting.BINANCE_STREAM_URL, DEFAULT_STREAM_URL, Set.of("ws", "wss")),
                env.url(Setting.BINANCE_REST_URL, DEFAULT_REST_URL, Set.of("http", "https")),
                Math.toIntExact(
                        env.number(
                                Setting.WEIGHT_PER_MINUTE,
                                DEFAULT_WEIGHT_PER_MINUTE,
                                100,
                                100_000)),
                env.name(Setting.CALLER, DEFAULT_CALLER));
    }
}
