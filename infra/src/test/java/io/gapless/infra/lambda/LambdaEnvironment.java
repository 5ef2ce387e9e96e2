package io.gapless.infra.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.gapless.backfill.BackfillHandler;
import io.gapless.lambda.FunctionStart;
import io.gapless.lambda.RuntimeApi;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// A process that runs the function's zip as Lambda does: by [FunctionStart], with the flags of the
/// runtime.
final class LambdaEnvironment implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

    private final Process process;
    private final Path output;

    private LambdaEnvironment(Process process, Path output) {
        this.process = process;
        this.output = output;
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
        FunctionStart function =
                new FunctionStart(
                        taskRoot, client, BackfillHandler.class.getName() + "::handleRequest");
        ProcessBuilder builder = new ProcessBuilder(function.command(FLAGS));
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(function.variables(api));
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
