package io.gapless.local;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program of the tests in a JVM of its own, to be killed or to be waited for.
public final class ChildJvm {
    private ChildJvm() {}

    /// The command that runs a main class of the test class path.
    public static List<String> command(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }

    /// Starts it. What it writes to its standard error is the test's.
    public static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// Its standard output, line by line.
    public static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /// Waits for its end and returns its standard output.
    public static List<String> output(Process process) throws Exception {
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = lines(process)) {
            output.lines().forEach(lines::add);
        }
        process.waitFor();
        return lines;
    }

    /// Runs a command where something else is mounted, which only it can see; the test is left out
    /// where that is not allowed.
    ///
    /// @param folder `$1` of the script
    /// @param mount a shell script that mounts
    public static List<String> inMount(Path folder, String mount, List<String> command)
            throws Exception {
        assumeThat(unshared(folder, "true", List.of()).start().waitFor()).as("may mount").isZero();
        ProcessBuilder program = unshared(folder, mount + " && shift && exec \"$@\"", command);
        return output(program.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private static ProcessBuilder unshared(Path folder, String script, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount"));
        command.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
