package io.gapless.local.emulator;

import io.gapless.archive.StorageRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// An emulator as a process of its own. It ends when it is closed, or by itself when this process ends in
/// whatever way: its standard input is a pipe from here.
final class EmulatorProcess implements AutoCloseable {
    /// A JVM's start takes a second or two, on a busy machine some more.
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private static final int LOG_LINES = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean closed;

    private EmulatorProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts it.
    ///
    /// @param name for people
    /// @param program the jar of all emulators
    /// @param main the class to run
    /// @param log file of all that it prints
    static EmulatorProcess start(
            String name, Path program, String main, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        program.toString(),
                        main));
        command.addAll(arguments);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            return new EmulatorProcess(name, process, log);
        } catch (IOException e) {
            throw new StorageRefusedException(
                    "%s could not be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// Waits until it can be used.
    URI endpoint() throws InterruptedException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<Optional<String>> port = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        port.complete(Optional.ofNullable(output.readLine()));
                    } catch (IOException e) {
                        port.completeExceptionally(e);
                    }
                });
        try {
            Optional<String> line = port.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line.isEmpty()) {
                process.waitFor();
            }
            return URI.create(
                    "http://127.0.0.1:"
                            + line.orElseThrow(() ->
                                    new StorageRefusedException(
                                            "%s does not start%s".formatted(name, lastWords()),
                                            null)));
        } catch (TimeoutException | ExecutionException e) {
            throw new StorageRefusedException(
                    "%s does not start within %d s%s"
                            .formatted(name, START_PATIENCE.toSeconds(), lastWords()),
                    e);
        }
    }

    /// Whether each of its writes to a file fails, as on a full disk: the kernel allows it no file that is
    /// longer than nothing, by `prlimit` of util-linux.
    ///
    /// @return whether it could be done
    boolean setDiskFull(boolean full) throws InterruptedException {
        List<String> command =
                List.of(
                        "prlimit",
                        "--pid",
                        Long.toString(process.pid()),
                        full ? "--fsize=0:" : "--fsize=unlimited:");
        try {
            return process.isAlive()
                    && new ProcessBuilder(command)
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException e) {
            // There is no such program, as on a Mac.
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /// What is wrong with it, a sentence; empty while it lives, and after it was closed.
    Optional<String> trouble() {
        if (closed || process.isAlive()) {
            return Optional.empty();
        }
        return Optional.of(
                "%s (process %d) has ended by itself with exit code %d%s"
                        .formatted(name, process.pid(), process.exitValue(), lastWords()));
    }

    private String lastWords() {
        String words;
        try (var lines = Files.lines(log)) {
            List<String> all = lines.toList();
            words =
                    all.stream()
                            .skip(Math.max(0, all.size() - LOG_LINES))
                            .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            words = "";
        }
        return words.isBlank()
                ? ". It has said nothing; its log is " + log
                : ". The end of its log %s:%n%s".formatted(log, words);
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
