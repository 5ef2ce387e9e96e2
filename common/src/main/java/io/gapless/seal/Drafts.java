package io.gapless.seal;

import io.gapless.batch.ByteSource;
import io.gapless.batch.FileBytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where objects are written before they are proved and published.
public interface Drafts {
    /// A new one, empty.
    ///
    /// @throws IOException when there is no room
    Draft create() throws IOException;

    /// One unfinished object. Closing it frees its room.
    interface Draft extends AutoCloseable {
        /// Where it is written to; whoever has written it all closes it.
        OutputStream out();

        /// What was written, read back from where it lies.
        ByteSource bytes() throws IOException;

        @Override
        void close();
    }

    /// As temporary files.
    ///
    /// @param folder made if it is not there
    static Drafts in(Path folder) {
        return () -> {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "gapless-seal-", ".part");
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
            return new Draft() {
                @Override
                public OutputStream out() {
                    return out;
                }

                @Override
                public ByteSource bytes() throws IOException {
                    return new FileBytes(file, Files.size(file));
                }

                @Override
                public void close() {
                    try {
                        out.close();
                        Files.deleteIfExists(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException("the temporary file " + file + " stays", e);
                    }
                }
            };
        };
    }

    /// In memory, for days that are small.
    static Drafts inMemory() {
        return () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            return new Draft() {
                @Override
                public OutputStream out() {
                    return out;
                }

                @Override
                public ByteSource bytes() {
                    return ByteSource.of(out.toByteArray());
                }

                @Override
                public void close() {
                    out.reset();
                }
            };
        };
    }
}
