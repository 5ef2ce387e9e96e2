package io.gapless.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// How Lambda starts a function: on a class path of Amazon's runtime client alone, which finds the
/// function in the task root by itself.
///
/// @param taskRoot the folder that the function's zip was unpacked into
/// @param client class path of the runtime client
/// @param handler class and method, as `a.b.Handler::handleRequest`
public record FunctionStart(Path taskRoot, String client, String handler) {
    private static final String CLIENT_MAIN =
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /// Set for a function whose state is kept in a snapshot and restored from it.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
    public static final Map<String, String> WITH_SNAPSHOT =
            Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    /// Unpacks as Lambda does.
    ///
    /// @return the task root
    /// @throws IOException also when an entry would lie outside of it
    public static Path unpack(Path zip, Path into) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("an entry outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
        return into;
    }

    /// With the JVM that runs this. The task root has to be the working directory.
    public List<String> command(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", client, CLIENT_MAIN, handler));
        return command;
    }

    /// What Lambda itself puts into the environment.
    public Map<String, String> variables(RuntimeApi api) {
        return Map.of(
                "LAMBDA_TASK_ROOT", taskRoot.toString(),
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "AWS_LAMBDA_FUNCTION_NAME", "gapless-backfill",
                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    }
}
