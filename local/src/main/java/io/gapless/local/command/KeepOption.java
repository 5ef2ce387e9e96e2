package io.gapless.local.command;

import io.gapless.local.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command that proves something leaves what it made.
final class KeepOption {
    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description =
                    "Keep archive and logs there, an empty folder. Default: a temporary folder, deleted if all is well.")
    private @Nullable Path keep;

    /// An empty folder.
    ///
    /// @param prefix of a temporary one
    Path folder(String prefix) throws IOException {
        if (keep == null) {
            return Files.createTempDirectory(prefix);
        }
        Path folder = Files.createDirectories(keep.toAbsolutePath().normalize());
        try (Stream<Path> children = Files.list(folder)) {
            if (children.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "%s is not empty: name another folder with --keep".formatted(folder));
            }
        }
        return folder;
    }

    /// Deletes a temporary folder if all is well, and else says where it is.
    ///
    /// @param isWell whether nobody needs to look at it
    void close(Path folder, boolean isWell, PrintWriter out) throws IOException {
        if (keep == null && isWell) {
            BenchReport.delete(folder);
        } else {
            out.println("archive and logs are in " + folder);
        }
    }
}
