package io.gapless.binance;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// Where the exchange's REST interface is, and how long to wait for it.
///
/// @param base scheme and host, such as `https://api.binance.com`; a path may precede `/api`
/// @param connectTimeout for the connection alone
/// @param callTimeout for a request as a whole, body included; more than the 10 s after which
///     Binance itself gives up
public record RestSettings(URI base, Duration connectTimeout, Duration callTimeout) {
    /// The live exchange. `historicalTrades` is not known to work on `data-api.binance.vision`.
    public static final URI LIVE = URI.create("https://api.binance.com");

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    private static final String API = "/api";

    public RestSettings {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        if (!isHttp || base.getHost() == null || base.getQuery() != null) {
            throw new IllegalArgumentException(
                    "\""
                            + base
                            + "\" is not the URL of a REST interface: expected something like "
                            + LIVE);
        }
        base = withoutApi(base);
    }

    /// With the usual time-outs.
    public static RestSettings at(URI base) {
        return new RestSettings(base, CONNECT_TIMEOUT, CALL_TIMEOUT);
    }

    /// Binance documents its testnet's address with `/api` at its end, the live one's without.
    private static URI withoutApi(URI base) {
        String text = base.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return URI.create(
                text.endsWith(API) ? text.substring(0, text.length() - API.length()) : text);
    }

    /// The address of an endpoint, such as `historicalTrades?symbol=BTCUSDT`, encoded already.
    URI endpoint(String pathAndQuery) {
        return URI.create(base + API + "/v3/" + pathAndQuery);
    }

    /// The host, and the port if it is not the usual one, for people.
    String host() {
        return base.getAuthority();
    }
}
