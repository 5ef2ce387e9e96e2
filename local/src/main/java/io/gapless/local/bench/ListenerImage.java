package io.gapless.local.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How the listener's image starts its JVM, read from its `Dockerfile`: the same with the jar of this checkout.
///
/// @param cache in place of the image's cache of what a start loads
record ListenerImage(Path cache) {
    private static final String FOLDER = "/opt/gapless/";
    private static final String CACHE = FOLDER + "listener.aot";

    /// What a share of the memory is a share of, as in the container.
    private static final String CONTAINER_MEMORY = "-XX:MaxRAM=512m";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Without the cache.
    List<String> command() throws IOException {
        List<String> command = words(instruction("ENTRYPOINT "));
        command.add(1, CONTAINER_MEMORY);
        return command;
    }

    /// With it, once it has been [made][#makeCache].
    List<String> cachedCommand() throws IOException {
        List<String> command = command();
        command.add(1, here(instruction("ENV JAVA_TOOL_OPTIONS=")));
        return command;
    }

    /// With nothing said but what to run.
    static List<String> plainCommand() {
        return List.of(
                java(), CONTAINER_MEMORY, "-jar", Checkout.ofThisProgram().listener().toString());
    }

    /// Makes the cache as the image's build does.
    void makeCache(CpuLimit limit, Path log) throws IOException, InterruptedException {
        try (Child training = Child.start(limit, words(instruction("RUN ")), Map.of(), log)) {
            if (!training.awaitEnd(PATIENCE)) {
                throw new IOException("the training did not end well: " + training.printed());
            }
        }
    }

    /// The rest of the first line that begins so.
    private static String instruction(String beginning) throws IOException {
        Path file = Checkout.ofThisProgram().root().resolve("listener/Dockerfile");
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + beginning))
                .substring(beginning.length());
    }

    private List<String> words(String array) throws IOException {
        List<String> words =
                new ArrayList<>(
                        new JsonMapper().readValue(array, new TypeReference<List<String>>() {}));
        words.replaceAll(this::here);
        words.set(0, java());
        return words;
    }

    private String here(String word) {
        return word.replace(CACHE, cache.toString())
                .replace(FOLDER, Checkout.ofThisProgram().listener().getParent() + "/");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
