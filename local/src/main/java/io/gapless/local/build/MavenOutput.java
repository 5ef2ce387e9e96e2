package io.gapless.local.build;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what Maven prints, line by line: what it is doing now, and, if it fails, the lines that say why. One thread.
final class MavenOutput {

    /// A failure is explained by the first errors; the rest is in the log.
    static final int MAX_ERRORS = 30;

    /// What is shown of a failure before Maven's first error, as when Maven itself could not be fetched.
    static final int MAX_LAST_LINES = 10;

    private static final Pattern MODULE =
            Pattern.compile("\\[INFO] Building (.+) \\S+ +\\[(\\d+/\\d+)]");
    private static final Pattern DOWNLOAD =
            Pattern.compile("Downloading from \\S+: \\S*/([^/\\s]+)");

    private static final String ERROR = "[ERROR]";

    /// From here on Maven explains itself, not the failure.
    private static final String ADVICE = "To see the full stack trace of the errors";

    private final Set<String> errors = new LinkedHashSet<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String module = "Maven";
    private int downloads;
    private boolean advising;

    /// Takes the next line, and answers a description of the work at hand if the line changed it.
    Optional<String> read(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > MAX_LAST_LINES) {
            lastLines.removeFirst();
        }
        if (line.startsWith(ERROR)) {
            readError(line.substring(ERROR.length()).strip());
        }
        var building = MODULE.matcher(line);
        if (building.find()) {
            module = building.group(1) + " " + building.group(2);
            return Optional.of(module);
        }
        var downloading = DOWNLOAD.matcher(line);
        if (downloading.find()) {
            downloads++;
            return Optional.of(module + ", download " + downloads + ": " + downloading.group(1));
        }
        return Optional.empty();
    }

    private void readError(String error) {
        advising |= error.startsWith(ADVICE);
        if (!advising
                && !error.isEmpty()
                && !error.equals("-> [Help 1]")
                && errors.size() < MAX_ERRORS) {
            errors.add(error);
        }
    }

    /// The lines that explain a failure: Maven's errors, or the last lines where it named none.
    List<String> explanation() {
        return errors.isEmpty() ? List.copyOf(lastLines) : List.copyOf(errors);
    }
}
