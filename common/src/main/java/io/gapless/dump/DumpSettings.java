package io.gapless.dump;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Where the dumps are, and how they are fetched.
///
/// @param base scheme and host, such as `https://data.binance.vision`; a path may follow
/// @param folder for temporary files; made if it is not there
/// @param connectTimeout for a connection alone
/// @param stallTimeout how long nothing may come before a transfer counts as broken
public record DumpSettings(URI base, Path folder, Duration connectTimeout, Duration stallTimeout) {
    /// The live exchange's.
    public static final URI LIVE = URI.create("https://data.binance.vision");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(20);

    public DumpSettings {
        boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!isHttp || base.getHost() == null || base.getQuery() != null) {
            throw new IllegalArgumentException(
                    "\"" + base + "\" is not where dumps are: expected something like " + LIVE);
        }
    }

    /// With the usual time-outs.
    public static DumpSettings at(URI base, Path folder) {
        return new DumpSettings(base, folder, CONNECT_TIMEOUT, STALL_TIMEOUT);
    }

    URI at(String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
    }
}
