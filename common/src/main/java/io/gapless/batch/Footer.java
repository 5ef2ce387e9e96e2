package io.gapless.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Where in an object the parts are, and the checksum over all of them.
///
/// `PAR1`, the pages, the footer, the footer's length in four bytes, `PAR1`. The last fact in the
/// footer is the CRC-32C of the whole object, in eight hexadecimal digits, taken with zeros in their
/// place. So a damaged object is known before anything in it is believed.
final class Footer {
    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /// Bytes behind the footer.
    static final int TAIL = Integer.BYTES + 4;

    /// Footers have about 1 kB.
    static final int MAX_BYTES = 8_192;

    static final String FORMAT_KEY = "gapless.format";
    static final String SYMBOL_KEY = "gapless.symbol";
    static final String SOURCE_KEY = "gapless.source";
    static final String VOID_KEY = "gapless.void";
    static final String CHECKSUM_KEY = "gapless.crc32c";

    /// The checksum's value before it is known, and while it is computed.
    static final String NO_CHECKSUM = "00000000";

    /// The key and the two bytes that Thrift puts between a key and a value of eight characters.
    private static final byte[] BEFORE_CHECKSUM =
            (CHECKSUM_KEY + "\u0018\u0008").getBytes(StandardCharsets.US_ASCII);

    private static final int DIGITS = NO_CHECKSUM.length();

    private Footer() {}

    /// Writes the checksum into an object that is whole but for it.
    static void seal(byte[] object) {
        int at = checksumAt(object);
        byte[] digits = checksum(object, at).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, object, at, DIGITS);
    }

    /// @return where the footer starts
    /// @throws CorruptBatchException when this is not a whole and undamaged object
    static int verify(byte[] object) {
        if (object.length < MAGIC.length + TAIL || !isMagic(object, 0)) {
            throw new CorruptBatchException(
                    "%d bytes that are not a Parquet file".formatted(object.length));
        }
        if (!isMagic(object, object.length - MAGIC.length)) {
            throw new CorruptBatchException("the end of the file is missing");
        }
        int start = start(object);
        if (start < MAGIC.length || object.length - TAIL - start > MAX_BYTES) {
            throw new CorruptBatchException(
                    "a footer of %d bytes".formatted(object.length - TAIL - (long) start));
        }
        int at = checksumAt(object);
        String expected = new String(object, at, DIGITS, StandardCharsets.US_ASCII);
        String actual = checksum(object, at);
        if (!actual.equals(expected)) {
            throw new CorruptBatchException(
                    "the bytes are damaged: CRC-32C %s instead of %s".formatted(actual, expected));
        }
        return start;
    }

    private static int start(byte[] object) {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            length |= (object[object.length - TAIL + i] & 0xff) << (8 * i);
        }
        return length < 0 ? -1 : object.length - TAIL - length;
    }

    private static boolean isMagic(byte[] object, int at) {
        return Arrays.equals(object, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static int checksumAt(byte[] object) {
        int length = BEFORE_CHECKSUM.length;
        int lowest = Math.max(0, start(object));
        for (int at = object.length - TAIL - DIGITS - length; at >= lowest; at--) {
            if (Arrays.equals(object, at, at + length, BEFORE_CHECKSUM, 0, length)) {
                return at + length;
            }
        }
        throw new CorruptBatchException("no checksum: not written by Gapless, or damaged");
    }

    private static String checksum(byte[] object, int at) {
        CRC32C crc = new CRC32C();
        crc.update(object, 0, at);
        crc.update(NO_CHECKSUM.getBytes(StandardCharsets.US_ASCII));
        crc.update(object, at + DIGITS, object.length - at - DIGITS);
        return "%08x".formatted(crc.getValue());
    }
}
