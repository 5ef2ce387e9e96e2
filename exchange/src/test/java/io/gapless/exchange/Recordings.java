package io.gapless.exchange;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the recordings beside the checkout: the system property `gapless.recordings`, or `shared/data` in a folder above. Tests that need them are
/// skipped where they are missing.
public final class Recordings {

    private Recordings() {}

    public static Path file(String name) {
        Path file = folder().resolve(name);
        assumeTrue(Files.exists(file), "no recording " + file);
        return file;
    }

    private static Path folder() {
        String configured = System.getProperty("gapless.recordings");
        if (configured != null) {
            return Path.of(configured);
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path data = above.resolve("shared/data");
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return Path.of("shared/data");
    }
}
