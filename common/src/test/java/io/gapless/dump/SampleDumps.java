package io.gapless.dump;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Dumps as the exchange publishes them.
public final class SampleDumps {
    private SampleDumps() {}

    /// One row, in µs, with its line end.
    public static String line(Trade trade) {
        return "%d,%s,%s,%s,%d,%s,%s\n"
                .formatted(
                        trade.id(),
                        Decimal8.format(trade.price()),
                        Decimal8.format(trade.quantity()),
                        "1.00000000",
                        trade.time(),
                        trade.buyerIsMaker() ? "True" : "False",
                        trade.bestMatch() ? "True" : "False");
    }

    /// All rows.
    public static String csv(TradeColumns trades) {
        StringBuilder csv = new StringBuilder();
        trades.rows().forEach(trade -> csv.append(line(trade)));
        return csv.toString();
    }

    /// A zip with one file of that name.
    public static byte[] zip(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The zip of a day.
    public static byte[] zip(DumpFile file, String csv) {
        return zip(file.csvName(), csv.getBytes(StandardCharsets.UTF_8));
    }

    /// What is published beside a zip.
    public static String checksum(DumpFile file, byte[] zip) {
        return HexFormat.of().formatHex(HttpDumpHistory.sha256().digest(zip))
                + "  "
                + file.zipName()
                + "\n";
    }
}
