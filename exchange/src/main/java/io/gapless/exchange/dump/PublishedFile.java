package io.gapless.exchange.dump;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The bytes of one published file, and what names this version of it.
public final class PublishedFile {

    private final byte[] bytes;
    private final String tag;

    PublishedFile(byte[] bytes) {
        this.bytes = bytes;
        tag = '"' + sha256(bytes).substring(0, 32) + '"';
    }

    /// Shared, not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    /// The value of the header `ETag`.
    public String tag() {
        return tag;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
