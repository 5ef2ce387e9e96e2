package io.gapless.batch;

import io.gapless.trade.Excerpt;
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

    /// Footers of batches have about 1 kB.
    static final int MAX_BYTES = 8_192;

    static final String FORMAT_KEY = "gapless.format";
    static final String SYMBOL_KEY = "gapless.symbol";
    static final String SOURCE_KEY = "gapless.source";
    static final String VOID_KEY = "gapless.void";
    static final String SEALED_KEY = "gapless.sealed";
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
        seal(object, new CRC32C());
    }

    /// Writes the checksum into the end of an object that is whole but for it.
    ///
    /// @param end the last bytes, with the footer
    /// @param before of all the bytes before these; is of no use afterwards
    static void seal(byte[] end, CRC32C before) {
        int at = checksumAt(end);
        byte[] digits = checksum(end, at, before).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, end, at, DIGITS);
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
        verify(object, new CRC32C());
        return start;
    }

    /// Compares the checksum.
    ///
    /// @param end the last bytes of an object, with the footer
    /// @param before of all the bytes before these; is of no use afterwards
    /// @throws CorruptBatchException when the object is damaged
    static void verify(byte[] end, CRC32C before) {
        int at = checksumAt(end);
        String expected = new String(end, at, DIGITS, StandardCharsets.US_ASCII);
        String actual = checksum(end, at, before);
        if (!actual.equals(expected)) {
            throw new CorruptBatchException(
                    "the bytes are damaged: CRC-32C %s instead of %s"
                            .formatted(actual, Excerpt.of(expected, DIGITS)));
        }
    }

    /// How long the footer of an object is, from its last bytes.
    ///
    /// @param tail the last [#TAIL] bytes
    static int length(byte[] tail) {
        if (tail.length != TAIL || !isMagic(tail, Integer.BYTES)) {
            throw new CorruptBatchException("the end of the file is missing");
        }
        int length = -start(tail);
        if (length <= 0) {
            throw new CorruptBatchException("a footer of no bytes");
        }
        return length;
    }

    private static int start(byte[] object) {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            length |= (object[object.length - TAIL + i] & 0xff) << (8 * i);
        }
        return length < 0 ? -1 : object.length - TAIL - length;
    }

    static boolean isMagic(byte[] object, int at) {
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

    private static String checksum(byte[] object, int at, CRC32C crc) {
        crc.update(object, 0, at);
        crc.update(NO_CHECKSUM.getBytes(StandardCharsets.US_ASCII));
        crc.update(object, at + DIGITS, object.length - at - DIGITS);
        return "%08x".formatted(crc.getValue());
    }
}
