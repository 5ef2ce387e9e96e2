package io.gapless.local.run;

import io.gapless.config.Setting;
import io.gapless.local.build.Checkout;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.place.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The listener as a process of its own, which can really be killed.
///
/// Over a bucket it is the very `listener.jar` that runs in the cloud; over a folder the same listener
/// with the folder's stores. Used by one thread.
public final class ListenerProcess {
    /// Heap of the child: what a task of 512 MB leaves.
    private static final String HEAP = "-Xmx256m";

    private final RunSettings settings;
    private final Path log;
    private final ListenerLogTail tail;
    private Optional<Process> process = Optional.empty();
    private int starts;

    public ListenerProcess(RunSettings settings) {
        this.settings = settings;
        this.log = settings.logs().resolve("listener.log");
        this.tail = new ListenerLogTail(log);
    }

    /// Starts it, or starts it again.
    public void start() {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().putAll(environment());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Files.createDirectories(settings.logs());
            tail.begin();
            process = Optional.of(builder.start());
            starts++;
        } catch (IOException e) {
            throw new UncheckedIOException("the listener could not be started", e);
        }
    }

    public boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    public long pid() {
        return process.map(Process::pid).orElse(-1L);
    }

    /// How often it was started.
    public int starts() {
        return starts;
    }

    public Path log() {
        return log;
    }

    /// SIGKILL: it gets no chance to do anything.
    public void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly().waitFor();
        }
    }

    /// SIGTERM, and then what it takes to write everything.
    ///
    /// @return whether it ended by itself in time
    public boolean stop(Duration patience) throws InterruptedException {
        if (process.isEmpty()) {
            return true;
        }
        process.get().destroy();
        if (process.get().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        process.get().destroyForcibly().waitFor();
        return false;
    }

    /// Waits for its end.
    ///
    /// @return whether it has ended within this time
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.isEmpty() || process.get().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Why it has ended, for people.
    public String lastWords() {
        return tail.lastWords();
    }

    /// What it has complained about since the last call, for people.
    public List<String> complaints() {
        return tail.complaints();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add(HEAP);
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(
                switch (settings.place()) {
                    case Place.Folder _ ->
                            List.of(
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    FolderListenerMain.class.getName());
                    case Place.Bucket _, Place.Emulated _ ->
                            List.of("-jar", Checkout.ofThisProgram().listener().toString());
                });
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> env = new java.util.HashMap<>(settings.env());
        put(env, Setting.SYMBOLS, join(settings));
        put(env, Setting.FLUSH_INTERVAL, settings.flushInterval().toString());
        put(env, Setting.CLAIM_LIFE, settings.claimLife().toString());
        put(env, Setting.BINANCE_STREAM_URL, settings.streamUrl().toString());
        put(env, Setting.BINANCE_REST_URL, settings.restUrl().toString());
        switch (settings.place()) {
            case Place.Folder(var root) -> env.put(FolderListenerMain.DATA_DIR, root.toString());
            case Place.Emulated _ -> {
                put(env, Setting.BUCKET, EmulatedAws.BUCKET);
                put(env, Setting.CHECKPOINT_TABLE, EmulatedAws.TABLE);
            }
            case Place.Bucket(var bucket, var table) -> {
                put(env, Setting.BUCKET, bucket);
                put(env, Setting.CHECKPOINT_TABLE, table);
            }
        }
        return env;
    }

    private static String join(RunSettings settings) {
        return settings.symbols().stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static void put(Map<String, String> env, Setting setting, String value) {
        env.put(setting.variable(), value);
    }
}
