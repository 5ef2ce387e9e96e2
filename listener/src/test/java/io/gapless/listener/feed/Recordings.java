package io.gapless.listener.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Recorded frames, which lie beside a checkout and are part of none.
final class Recordings {
    private Recordings() {}

    /// The folder with the recordings: `-Dgapless.recordings`, or `shared/data` beside this module
    /// or one of its parents.
    static Optional<Path> folder() {
        String property = System.getProperty("gapless.recordings");
        if (property != null) {
            return Optional.of(Path.of(property)).filter(Files::isDirectory);
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            Path data = p.resolve("shared/data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    /// The frames of a recording, whose lines are `receive time, space, frame`.
    static List<String> frames(Path file) throws IOException {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
        }
    }
}
