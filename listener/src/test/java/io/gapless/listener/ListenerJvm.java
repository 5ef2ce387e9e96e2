package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The real listener in a JVM of its own.
final class ListenerJvm implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_WAIT_SECONDS = 60;

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ListenerJvm(Process process) {
        this.process = process;
        readers =
                List.of(
                        collect(process.inputReader(StandardCharsets.UTF_8), output),
                        collect(process.errorReader(StandardCharsets.UTF_8), errors));
    }

    static ListenerJvm start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListenerMain.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("GAPLESS_"));
        builder.environment().putAll(environment);
        return new ListenerJvm(builder.start());
    }

    /// SIGTERM, as ECS and `docker stop` send it.
    void terminate() {
        // Not through the process itself, which would close the pipes too.
        process.toHandle().destroy();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS))
                .as("it ends; so far it said %s %s", output, errors)
                .isTrue();
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /// Every line of its standard output, each a JSON object.
    List<JsonNode> log() {
        return output.stream().map(ListenerJvm::json).toList();
    }

    /// The lines of its log with this message.
    List<JsonNode> log(String message) {
        return log().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }

    /// What it said to people.
    List<String> errors() {
        return errors;
    }

    /// All that it wrote, to whomever.
    String everythingSaid() {
        return String.join("\n", output) + "\n" + String.join("\n", errors);
    }

    /// Ends a process that a failed test has left.
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Thread collect(BufferedReader from, List<String> to) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (Stream<String> lines = from.lines()) {
                        lines.forEach(to::add);
                    } catch (UncheckedIOException e) {
                        // Its pipe ends with it.
                    }
                });
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }
}
