package io.gapless.batch;

import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/// A file that nobody changes any more. Opened for each read, so that nothing has to be closed.
///
/// @param size bytes, as it was when it was finished
public record FileBytes(Path file, long size) implements ByteSource {
    /// @throws UncheckedIOException when the file cannot be read
    @Override
    public byte[] read(long from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException(file + " is shorter than " + size + " bytes");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }
}
