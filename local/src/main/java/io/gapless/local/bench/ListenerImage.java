package io.gapless.local.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the listener's image starts its JVM: what its `Dockerfile` says, read.
final class ListenerImage {
    private static final String ENTRYPOINT = "ENTRYPOINT ";
    private static final String FOLDER = "/opt/gapless/";

    /// What a share of the memory is a share of, as in the container.
    private static final String CONTAINER_MEMORY = "-XX:MaxRAM=512m";

    private ListenerImage() {}

    /// The same of the jar of this checkout.
    static List<String> command() throws IOException {
        Checkout checkout = Checkout.ofThisProgram();
        Path jar = checkout.listener();
        String entry =
                Files.readAllLines(checkout.root().resolve("listener/Dockerfile")).stream()
                        .filter(line -> line.startsWith(ENTRYPOINT))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the Dockerfile has no " + ENTRYPOINT))
                        .substring(ENTRYPOINT.length());
        List<String> command =
                new ArrayList<>(
                        new JsonMapper().readValue(entry, new TypeReference<List<String>>() {}));
        command.replaceAll(word -> word.replace(FOLDER, jar.getParent() + "/"));
        command.set(0, java());
        command.add(1, CONTAINER_MEMORY);
        return command;
    }

    /// With nothing said but what to run.
    static List<String> plainCommand() {
        return List.of(
                java(), CONTAINER_MEMORY, "-jar", Checkout.ofThisProgram().listener().toString());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
