package io.gapless.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A listener or the repair as a process, started again as often as it ends. Used by one thread.
final class WriterProcess implements AutoCloseable {
    private static final int LAST_LINES = 3;

    /// What a program says to people begins with this.
    private static final String TO_PEOPLE = "gapless";

    /// Alarms of what cannot happen here, whatever is broken.
    private static final Pattern IMPOSSIBLE =
            Pattern.compile(
                    "\"alarm\":\"(CONTRADICTION|CHECKPOINT_GONE|ID_SPACE_RESTARTED|ABSENT_AFTER_ALL|DELISTED)\"|contradicts");

    /// Told of a log.
    private static final int MAX_TOLD = 5;

    private final Writer writer;
    private final List<String> command;
    private final Map<String, String> env;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    WriterProcess(Writer writer, List<String> command, Map<String, String> env, Path log) {
        this.writer = writer;
        this.command = List.copyOf(command);
        this.env = Map.copyOf(env);
        this.log = log;
    }

    Writer writer() {
        return writer;
    }

    /// Starts it; it must not run.
    void start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(env);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = Optional.of(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(writer.title() + " could not be started", e);
        }
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /// How it ended; empty while it lives, and before its first start.
    Optional<Integer> exitCode() {
        return process.filter(p -> !p.isAlive()).map(Process::exitValue);
    }

    /// SIGKILL, which also a stopped process obeys.
    void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly().waitFor();
        }
    }

    /// SIGSTOP.
    void freeze() throws InterruptedException {
        signal("-STOP");
    }

    /// SIGCONT, which does nothing to a process that runs.
    void thaw() throws InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws InterruptedException {
        if (!isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", name, Long.toString(process.orElseThrow().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("no `kill` on this machine", e);
        }
    }

    /// SIGTERM, without waiting.
    void tellToStop() {
        process.ifPresent(Process::destroy);
    }

    /// @return whether it ended by itself in time
    boolean endsWithin(Duration patience) throws InterruptedException {
        return process.isEmpty()
                || process.get().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What it has said of what cannot happen, the first few lines.
    List<String> impossibilities() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> IMPOSSIBLE.matcher(line).find()).limit(MAX_TOLD).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no log of " + writer.title() + " at " + log, e);
        }
    }

    /// What it said last to people, or the end of its log.
    String lastWords() {
        try (var lines = Files.lines(log)) {
            List<String> all = lines.toList();
            if (!all.isEmpty() && all.getLast().startsWith(TO_PEOPLE)) {
                return all.getLast();
            }
            return all.stream()
                    .skip(Math.max(0, all.size() - LAST_LINES))
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
    }
}
