package io.gapless.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The table of all stories in the documents, made of their golden reports.
final class StoriesTable {
    private static final String HEAD = "| story | gap | healed within | slowest trade | alarms |";
    private static final String LINE = "|---|---|---|---|---|";

    private StoriesTable() {}

    /// @param reports the golden reports, in the order of the table
    static String of(List<Path> reports) throws IOException {
        List<String> rows = new ArrayList<>(List.of(HEAD, LINE));
        for (Path report : reports) {
            List<String> lines = Files.readAllLines(report);
            rows.add(
                    "| %s | %s | %s | %s | %s |"
                            .formatted(
                                    lines.getFirst(),
                                    value(lines, "gap"),
                                    value(lines, "healed"),
                                    value(lines, "slowest").replaceAll(" from .*", ""),
                                    value(lines, "alarms")));
        }
        return String.join("\n", rows) + "\n";
    }

    /// The table as it stands in a document.
    static String in(String document) {
        int begin = document.indexOf(HEAD);
        int end = document.indexOf("\n\n", begin);
        if (begin < 0 || end < 0) {
            throw new AssertionError("no table that begins with " + HEAD);
        }
        return document.substring(begin, end + 1);
    }

    private static String value(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
