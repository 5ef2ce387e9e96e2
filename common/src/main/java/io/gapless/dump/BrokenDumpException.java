package io.gapless.dump;

/// A dump cannot be what the exchange meant to publish, or cannot be read here. The message names the
/// file, and line and sample where there are such; nothing of the dump may be believed because of its
/// checksum alone. It may be replaced by a better one any day.
public class BrokenDumpException extends Exception {
    public BrokenDumpException(String message) {
        super(message);
    }

    /// @param cause what the disk, or the unpacking, said
    public BrokenDumpException(String message, Throwable cause) {
        super(message, cause);
    }
}
