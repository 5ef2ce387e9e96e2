package io.gapless.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process of its own, as a rule a JVM of this program's class path. Gone when closed.
final class Child implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param limit what the process is held to
    /// @param flags of the JVM
    /// @param program main class and arguments
    static Child start(
            CpuLimit limit,
            List<String> flags,
            List<String> program,
            Map<String, String> env,
            Path log)
            throws IOException {
        return start(limit, System.getProperty("java.class.path"), flags, program, env, log);
    }

    /// The same of another class path.
    static Child start(
            CpuLimit limit,
            String classPath,
            List<String> flags,
            List<String> program,
            Map<String, String> env,
            Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(flags);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(classPath);
        command.addAll(program);
        return start(limit, command, env, log);
    }

    /// Any command, held to a limit.
    static Child start(CpuLimit limit, List<String> command, Map<String, String> env, Path log)
            throws IOException {
        return start(limit, command, env, Path.of("").toAbsolutePath(), log);
    }

    /// The same in a folder.
    static Child start(
            CpuLimit limit, List<String> command, Map<String, String> env, Path folder, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(limit.around(command)).directory(folder.toFile());
        builder.environment().putAll(env);
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        return new Child(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What it has printed so far.
    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has printed something.
    ///
    /// @throws IOException when it ends before, or takes too long
    Matcher awaitPrinted(Pattern wanted, Duration patience)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (isAlive() && System.nanoTime() < giveUpAt) {
            Matcher found = wanted.matcher(printed());
            if (found.find()) {
                return found;
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new IOException("it did not start: " + printed());
    }

    /// Waits until it has ended by itself.
    ///
    /// @return whether it did, without an error
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                && process.exitValue() == 0;
    }

    /// SIGTERM, and then what it takes to end.
    ///
    /// @return whether it ended in time
    boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
