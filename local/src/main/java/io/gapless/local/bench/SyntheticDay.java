package io.gapless.local.bench;

import io.gapless.dump.DumpFile;
import io.gapless.trade.Decimal8;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A made-up day of a busy symbol as the exchange publishes it: a price that wanders by cents, mostly small
/// quantities, a few trades at once and then none.
final class SyntheticDay {
    static final long FIRST_ID = 5_000_000_000L;

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long CENT = Decimal8.ONE / 100;
    private static final long LOT = Decimal8.ONE / 100_000;
    private static final long HIGHEST_PRICE = 200_000 * Decimal8.ONE;

    private SyntheticDay() {}

    /// Writes the rows as CSV, as zip, and the checksum of the zip beside it.
    static void write(DumpFile file, long rows, Path folder) throws IOException {
        Path zip = folder.resolve(file.path());
        Files.createDirectories(zip.getParent());
        MessageDigest digest = sha256();
        try (OutputStream csv =
                        new BufferedOutputStream(
                                Files.newOutputStream(folder.resolve(file.csvName())), 1 << 16);
                ZipOutputStream packed =
                        new ZipOutputStream(
                                new DigestOutputStream(
                                        new BufferedOutputStream(
                                                Files.newOutputStream(zip), 1 << 16),
                                        digest))) {
            packed.putNextEntry(new ZipEntry(file.csvName()));
            rows(file, rows, csv, packed);
            packed.closeEntry();
        }
        Files.writeString(
                folder.resolve(file.checksumPath()),
                HexFormat.of().formatHex(digest.digest()) + "  " + file.zipName() + "\n");
    }

    private static void rows(DumpFile file, long rows, OutputStream csv, OutputStream zip)
            throws IOException {
        SplittableRandom random = new SplittableRandom(20_250_310);
        long start = file.date().toEpochDay() * DAY_MICROS;
        long price = 82_000 * Decimal8.ONE;
        long sinceMidnight = 0;
        boolean maker = false;
        StringBuilder block = new StringBuilder(1 << 16);
        for (long row = 0; row < rows; row++) {
            if (random.nextInt(3) == 0) {
                long pace = 2 * 3 * (DAY_MICROS - 1_000 - sinceMidnight) / (rows - row);
                sinceMidnight += random.nextLong(Math.max(1, pace));
                maker = random.nextBoolean();
                price = Math.clamp(price + CENT * random.nextInt(-40, 41), CENT, HIGHEST_PRICE);
            } else if (random.nextInt(3) == 0) {
                price += maker ? -CENT : CENT;
            }
            sinceMidnight = Math.min(sinceMidnight, DAY_MICROS - 1);
            long lots = (long) Math.exp(random.nextGaussian() * 2.2 + 3.5) + 1;
            long quantity = lots * LOT;
            block.append(FIRST_ID + row)
                    .append(',')
                    .append(Decimal8.format(price))
                    .append(',')
                    .append(Decimal8.format(quantity))
                    .append(',')
                    .append(Decimal8.format(quote(price, quantity)))
                    .append(',')
                    .append(start + sinceMidnight)
                    .append(maker ? ",True,True\n" : ",False,True\n");
            if (block.length() > (1 << 16) - 200 || row == rows - 1) {
                byte[] bytes = block.toString().getBytes(StandardCharsets.US_ASCII);
                csv.write(bytes);
                zip.write(bytes);
                block.setLength(0);
            }
        }
    }

    private static long quote(long price, long quantity) {
        return Math.multiplyExact(price / CENT, quantity / LOT) / (Decimal8.ONE / CENT / 10);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "every Java has %s", "SHA-256"), e);
        }
    }
}
