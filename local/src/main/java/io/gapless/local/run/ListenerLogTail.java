package io.gapless.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads along in the log that the listener writes, for people: what it complains about, and its last
/// words. Used by one thread.
final class ListenerLogTail {
    /// What the listener says to people begins with this; all else in its log is JSON.
    private static final String TO_PEOPLE = "gapless listener: ";

    /// Read at a time. More than a minute's log of a listener that is in trouble.
    private static final int MAX_BYTES = 1 << 20;

    /// Complaints told at a time.
    private static final int MAX_TOLD = 3;

    private static final int LAST_LINES = 5;

    private final JsonMapper json = new JsonMapper();
    private final Path log;
    private long begun;
    private long read;

    ListenerLogTail(Path log) {
        this.log = log;
    }

    /// The listener is about to start: what is in the log already is another's.
    void begin() throws IOException {
        begun = Files.exists(log) ? Files.size(log) : 0;
        read = begun;
    }

    /// What it has complained about since the last call, each complaint once, the first few.
    List<String> complaints() {
        Set<String> told = new LinkedHashSet<>();
        try {
            String text = text(read);
            int whole = text.lastIndexOf('\n') + 1;
            read += text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
            text.substring(0, whole).lines().forEach(line -> complaint(line).ifPresent(told::add));
        } catch (IOException e) {
            return List.of();
        }
        return told.stream().limit(MAX_TOLD).toList();
    }

    /// Why it has ended: what it said to people, or the end of its log.
    String lastWords() {
        List<String> lines;
        try {
            lines = text(begun).lines().toList();
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
        List<String> words =
                lines.stream()
                        .filter(line -> line.startsWith(TO_PEOPLE))
                        .map(line -> line.substring(TO_PEOPLE.length()))
                        .toList();
        if (words.isEmpty()) {
            words = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        }
        return String.join(System.lineSeparator(), words);
    }

    private String text(long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, Math.max(0, file.length() - from))];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Optional<String> complaint(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode event = json.readTree(line);
            String level = event.path("level").asText();
            if (!level.equals("WARN") && !level.equals("ERROR")) {
                return Optional.empty();
            }
            List<String> parts = new ArrayList<>();
            parts.add(event.path("message").asText());
            for (String key : List.of("problem", "detail", "ban")) {
                if (event.hasNonNull(key)) {
                    parts.add(event.path(key).asText());
                }
            }
            return Optional.of(String.join(": ", parts));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
