package io.gapless.exchange.dump;

import java.util.Optional;

/// An answer of the file host.
///
/// @param status 200, 206, 404 or 405
/// @param file the whole file
/// @param from first byte that is sent
/// @param sent bytes that are sent before the connection ends; less than there are when the transfer is cut
public record DumpAnswer(int status, Optional<PublishedFile> file, int from, int sent) {

    static DumpAnswer none(int status) {
        return new DumpAnswer(status, Optional.empty(), 0, 0);
    }

    /// Bytes that the answer promises.
    public int promised() {
        return file.map(f -> f.size() - from).orElse(0);
    }

    /// Whether the connection ends too early.
    public boolean isCut() {
        return sent < promised();
    }
}
