package io.gapless.seal;

import io.gapless.batch.ByteSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256.
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Of all bytes, in hexadecimal digits.
    static String of(ByteSource bytes) {
        MessageDigest digest = sha256();
        for (long from = 0; from < bytes.size(); ) {
            int length = (int) Math.min(ByteSource.PIECE_BYTES, bytes.size() - from);
            digest.update(bytes.read(from, length));
            from += length;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
