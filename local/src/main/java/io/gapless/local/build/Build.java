package io.gapless.local.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Builds the command line and all that it starts, without tests and checks, unless that is done already. At most one
/// such build runs at a time on a checkout; a second start waits for the first and then finds nothing to do. The
/// emulators of `gapless run --aws local` and the simulation are made ready in the same way.
///
/// Talks on standard error only, so that the output of a command stays its own.
public final class Build {

    private static final int FAILED = 3;

    /// Wide enough to say something, narrow enough for every terminal.
    private static final int STATUS_COLUMNS = 78;

    private final Sources sources;
    private final PrintStream console;
    private final boolean terminal;

    private Build(Sources sources, PrintStream console, boolean terminal) {
        this.sources = sources;
        this.console = console;
        this.terminal = terminal;
    }

    /// `Build <root>` builds what is not up to date: exit status 0, or 3 after saying why it failed. `Build --check
    /// <root>` only looks: 0 if all is up to date, else 1. `Build --infra <root>` builds what a deploy needs.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var root = Path.of(arguments[arguments.length - 1]).toAbsolutePath().normalize();
        var sources =
                new Sources(root, arguments[0].equals("--infra") ? Part.INFRA : Part.PROGRAMS);
        if (arguments[0].equals("--check")) {
            System.exit(sources.areBuilt() ? 0 : 1);
        }
        System.exit(new Build(sources, System.err, isTerminal()).run() ? 0 : FAILED);
    }

    /// Fetches S3Proxy and DynamoDB Local, unless that is done already. Says on standard error what it does, and why it
    /// failed.
    ///
    /// @return whether they are there
    public static boolean fetchEmulators(Checkout checkout)
            throws IOException, InterruptedException {
        return new Build(new Sources(checkout.root(), Part.EMULATORS), System.err, isTerminal())
                .run();
    }

    /// Fetches other people's clients, unless that is done already. Says on standard error what it does, and why
    /// it failed.
    ///
    /// @return whether they are there
    public static boolean fetchPeers(Checkout checkout) throws IOException, InterruptedException {
        return new Build(new Sources(checkout.root(), Part.PEERS), System.err, isTerminal()).run();
    }

    /// Builds the simulation of the whole system, unless that is done already. Says on standard error what it does, and
    /// why it failed.
    ///
    /// @return whether it is there
    public static boolean buildSimulation(Checkout checkout)
            throws IOException, InterruptedException {
        return new Build(new Sources(checkout.root(), Part.SIMULATION), System.err, isTerminal())
                .run();
    }

    /// Whether there is a console at all depends on the Java version: 25 went back to null without a terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private boolean run() throws IOException, InterruptedException {
        var lockFile = sources.stamp().resolveSibling("build.lock");
        Files.createDirectories(lockFile.getParent());
        try (var channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock(channel)) {
            return sources.areBuilt() || build();
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        var lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        say("another start is building, waiting for it");
        return channel.lock();
    }

    private boolean build() throws IOException, InterruptedException {
        say(Files.exists(sources.stamp()) ? sources.part().changed() : sources.part().begins());
        var begun = sources.beginBuild();
        var log = sources.stamp().resolveSibling("build.log");
        var output = new MavenOutput();
        var maven = startMaven();
        try (var lines = maven.inputReader(Charset.defaultCharset());
                var copy = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.append(line).append('\n');
                output.read(line).ifPresent(this::show);
            }
        }
        var status = maven.waitFor();
        show("");
        if (status == 0) {
            sources.endBuild(begun);
            return true;
        }
        say(sources.part().failed() + "; Maven's whole output is in " + log);
        output.explanation().forEach(console::println);
        return false;
    }

    private Process startMaven() throws IOException {
        var windows = System.getProperty("os.name").startsWith("Windows");
        var command =
                new ArrayList<>(
                        windows ? List.of("cmd.exe", "/c", "mvnw.cmd") : List.of("sh", "./mvnw"));
        command.add("-B");
        command.addAll(sources.part().selection());
        command.add("package");
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(sources.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing(windows)))
                .start();
    }

    private static java.io.File nothing(boolean windows) {
        return new java.io.File(windows ? "NUL" : "/dev/null");
    }

    private void say(String sentence) {
        console.println("gapless: " + sentence);
    }

    /// Replaces the status line of a terminal; a pipe or a file gets none.
    private void show(String status) {
        if (terminal) {
            var text = status.substring(0, Math.min(status.length(), STATUS_COLUMNS));
            console.print("\r" + text + " ".repeat(STATUS_COLUMNS - text.length()) + "\r" + text);
            console.flush();
        }
    }
}
