package io.gapless.local.emulator;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.local.build.Build;
import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/// S3Proxy and DynamoDB Local over a data directory, with the bucket and the table in them.
///
/// At most one process has them at a time. Another one that wants to look joins: it uses those that run,
/// and leaves them alone.
public final class Emulators implements AutoCloseable {
    private final EmulatedAws aws;
    private final Map<Emulator, EmulatorProcess> processes = new EnumMap<>(Emulator.class);
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Endpoints endpoints;

    private Emulators(
            EmulatedAws aws,
            Endpoints endpoints,
            Map<Emulator, EmulatorProcess> processes,
            Runnable closing) {
        this.aws = aws;
        this.endpoints = endpoints;
        this.processes.putAll(processes);
        this.closing = closing;
    }

    /// Starts them, and fetches them before that if they are not on this machine yet.
    ///
    /// @throws StorageRefusedException with a sentence for the user when it cannot work, as when another
    ///     process has them
    public static Emulators start(EmulatedAws aws) {
        return open(aws, Checkout.ofThisProgram())
                .orElseThrow(() ->
                        new StorageRefusedException(
                                "another gapless is at work on %s: let it end, or name another --data-dir"
                                        .formatted(aws.dataDir()),
                                null));
    }

    /// Joins those that run, or starts them.
    public static Emulators join(EmulatedAws aws) {
        return open(aws, Checkout.ofThisProgram()).orElseGet(() -> joined(aws));
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /// What is wrong with them, a sentence; empty while they live.
    public Optional<String> trouble() {
        return processes().stream()
                .map(EmulatorProcess::trouble)
                .flatMap(Optional::stream)
                .findAny();
    }

    /// Ends one of them, until it is [started again][#restart(Emulator)]. What it stores stays.
    public void interrupt(Emulator which) {
        process(which).close();
    }

    /// Lets one of them find its disk full, or no longer so.
    ///
    /// @return whether it could be done: not where it is interrupted just now, or the machine has no
    ///     `prlimit`
    public boolean setDiskFull(Emulator which, boolean full) throws InterruptedException {
        return process(which).setDiskFull(full);
    }

    /// Starts one again that was interrupted. It listens somewhere else then.
    ///
    /// @throws StorageRefusedException when it does not start
    public void restart(Emulator which) throws InterruptedException {
        EmulatorProcess process = which.start(aws, Checkout.ofThisProgram().emulators());
        synchronized (processes) {
            processes.put(which, process);
        }
        if (closed.get()) {
            process.close();
            return;
        }
        endpoints = endpoints.with(which, process.endpoint());
        try {
            endpoints.write(aws.endpoints());
        } catch (IOException e) {
            throw cannotUse(aws, e);
        }
    }

    private EmulatorProcess process(Emulator which) {
        synchronized (processes) {
            return Objects.requireNonNull(
                    processes.get(which), "only joined: another process has the emulators");
        }
    }

    private List<EmulatorProcess> processes() {
        synchronized (processes) {
            return List.copyOf(processes.values());
        }
    }

    /// Ends them, if they were started here; a second call does nothing.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        processes().forEach(EmulatorProcess::close);
        closing.run();
    }

    private static Emulators joined(EmulatedAws aws) {
        try {
            return new Emulators(
                    aws,
                    Endpoints.read(aws.endpoints())
                            .orElseThrow(() ->
                                    new StorageUnavailableException(
                                            "another gapless is just starting or ending on %s: try again in a few seconds"
                                                    .formatted(aws.dataDir()),
                                            null)),
                    Map.of(),
                    () -> {});
        } catch (IOException e) {
            throw cannotUse(aws, e);
        }
    }

    /// @return empty if another process has them
    private static Optional<Emulators> open(EmulatedAws aws, Checkout checkout) {
        try {
            fetch(checkout);
            Files.createDirectories(aws.s3Folder());
            Files.createDirectories(aws.dynamoDbFolder());
            FileChannel lock =
                    FileChannel.open(
                            aws.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isOurs(lock)) {
                lock.close();
                return Optional.empty();
            }
            return Optional.of(started(aws, checkout.emulators(), () -> release(aws, lock)));
        } catch (IOException e) {
            throw cannotUse(aws, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted", e);
        }
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void fetch(Checkout checkout) throws IOException, InterruptedException {
        if (!Build.fetchEmulators(checkout)) {
            throw new StorageRefusedException(
                    "no emulated AWS without S3Proxy and DynamoDB Local; Maven says above why they could not be fetched."
                            + " They need a network, once: `gapless run` without --aws needs none",
                    null);
        }
    }

    private static Emulators started(EmulatedAws aws, Path program, Runnable release)
            throws IOException, InterruptedException {
        EmulatorProcess s3 = Emulator.S3.start(aws, program);
        EmulatorProcess dynamoDb = Emulator.DYNAMODB.start(aws, program);
        Map<Emulator, EmulatorProcess> both = Map.of(Emulator.S3, s3, Emulator.DYNAMODB, dynamoDb);
        boolean ready = false;
        try {
            Endpoints endpoints = new Endpoints(s3.endpoint(), dynamoDb.endpoint());
            Provision.bucketAndTable(endpoints);
            endpoints.write(aws.endpoints());
            ready = true;
            return new Emulators(aws, endpoints, both, release);
        } catch (SdkException e) {
            String why =
                    Stream.of(s3.trouble(), dynamoDb.trouble())
                            .flatMap(Optional::stream)
                            .findAny()
                            .orElse(e.getMessage());
            throw new StorageRefusedException(
                    "the bucket and the table could not be made in %s: %s"
                            .formatted(aws.home(), why),
                    e);
        } finally {
            if (!ready) {
                both.values().forEach(EmulatorProcess::close);
                release.run();
            }
        }
    }

    private static void release(EmulatedAws aws, FileChannel lock) {
        try {
            Files.deleteIfExists(aws.endpoints());
            lock.close();
        } catch (IOException e) {
            throw cannotUse(aws, e);
        }
    }

    private static StorageRefusedException cannotUse(EmulatedAws aws, IOException e) {
        return new StorageRefusedException(
                "the folder %s cannot be used: %s. Name another one with --data-dir"
                        .formatted(aws.home(), e),
                e);
    }
}
