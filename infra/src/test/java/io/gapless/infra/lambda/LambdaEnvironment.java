package io.gapless.infra.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.gapless.backfill.BackfillHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// A process that runs the function's zip as Lambda does: unpacked into a task root, on a class path of
/// Amazon's runtime client alone, which finds the function by itself, with the flags of the runtime.
final class LambdaEnvironment implements AutoCloseable {
    private final Process process;
    private final Path output;

    private LambdaEnvironment(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Unpacks as Lambda does.
    ///
    /// @return the task root
    static Path unpack(Path zip, Path into) throws IOException {
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

    static LambdaEnvironment start(
            Path taskRoot, RuntimeApi api, Map<String, String> variables, Path output)
            throws IOException {
        String client =
                Stream.of(
                                AWSLambda.class,
                                Context.class,
                                PojoSerializer.class,
                                SdkInternalThreadLocal.class)
                        .map(LambdaEnvironment::jar)
                        .distinct()
                        .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        client,
                        AWSLambda.class.getName(),
                        BackfillHandler.class.getName() + "::handleRequest");
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("LAMBDA_TASK_ROOT", taskRoot.toString());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "gapless-backfill");
        builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        builder.environment().putAll(variables);
        return new LambdaEnvironment(
                builder.directory(taskRoot.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    private static String jar(Class<?> type) {
        return Path.of(
                        java.net.URI.create(
                                type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    List<String> log() throws IOException {
        return Files.readAllLines(output);
    }

    /// As Lambda ends an environment whose invocation has reached its deadline.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("cannot be killed");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
