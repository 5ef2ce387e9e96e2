package io.gapless.dump;

import io.gapless.trade.Symbol;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// One published file: the trades of one symbol on one UTC date, as `data.binance.vision` names it.
///
/// A dump does not tell id spaces apart ([Symbol#idSpace]): after ids have started anew, the file of that
/// date holds both.
public record DumpFile(Symbol symbol, LocalDate date) {
    private static final String FOLDER = "data/spot/daily/trades/";

    /// Such as `BTCUSDT-trades-2026-11-20.zip`.
    public String zipName() {
        return stem() + ".zip";
    }

    /// The one entry of the zip.
    public String csvName() {
        return stem() + ".csv";
    }

    /// Path of the zip below the host, encoded already.
    public String path() {
        return FOLDER + encoded(symbol.exchangeName()) + "/" + encoded(zipName());
    }

    /// Path of the file with the zip's SHA-256.
    public String checksumPath() {
        return path() + ".CHECKSUM";
    }

    private String stem() {
        return symbol.exchangeName() + "-trades-" + date;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return zipName();
    }
}
