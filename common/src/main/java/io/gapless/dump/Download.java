package io.gapless.dump;

import io.gapless.dump.Transfer.DiskException;
import io.gapless.protocol.Backoff;
import io.gapless.protocol.Pause;
import io.gapless.trade.Excerpt;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings one zip to the disk. A transfer that breaks is gone on with where it broke, if the file is still
/// the same and the host can, and begun anew otherwise. Used once, by one thread.
final class Download {
    /// Transfers begun for one file, the first included.
    static final int MAX_TRANSFERS = 6;

    /// Largest zip; the busiest known day takes about 0.15 GB.
    static final long MAX_ZIP_BYTES = 2L << 30;

    /// Bytes a second counted with where the time is limited: a file that would take more than half of
    /// the time left is not begun.
    static final long PLANNED_RATE = 5 << 20;

    /// Disk left free beside the zip.
    static final long SPARE_DISK = 16 << 20;

    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

    private final DumpSettings settings;
    private final HttpClient http;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final Instant deadline;
    private final long room;

    private final FileChannel to;
    private final MessageDigest digest;
    private final AtomicLong received = new AtomicLong();
    private String version = "";
    private @Nullable Transfer transfer;

    /// @param room bytes that the disk can hold
    Download(
            DumpSettings settings,
            HttpClient http,
            InstantSource clock,
            Pause pause,
            RandomGenerator random,
            Instant deadline,
            FileChannel to,
            long room) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        this.deadline = deadline;
        this.to = to;
        this.room = room;
        this.digest = HttpDumpHistory.sha256();
    }

    /// What came of it.
    sealed interface Outcome {
        /// @param sha256 of all bytes
        record Whole(byte[] sha256) implements Outcome {}

        record Missing() implements Outcome {}

        /// Too large to be a day.
        record Refused(String why) implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    Outcome run(DumpFile file) throws InterruptedException {
        String why = "";
        for (int transfers = 1; transfers <= MAX_TRANSFERS; transfers++) {
            CompletableFuture<HttpResponse<Long>> answer =
                    http.sendAsync(request(file), this::subscriber);
            try {
                int status = awaited(answer).statusCode();
                if (status == OK || status == PARTIAL) {
                    return new Outcome.Whole(digest.digest());
                }
                if (status == NOT_FOUND) {
                    return new Outcome.Missing();
                }
                why = "answered with status " + status;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof NotBegunException no) {
                    return no.outcome;
                }
                why = "broke after %d bytes: %s".formatted(received.get(), sentence(cause));
                if (cause instanceof DiskException) {
                    return new Outcome.Failed(why);
                }
            } catch (TimeoutException e) {
                why = "%s after %d bytes".formatted(e.getMessage(), received.get());
            } finally {
                stop(answer);
            }
            if (transfers < MAX_TRANSFERS) {
                Duration wait = BACKOFF.after(transfers, random);
                if (!clock.instant().plus(wait).isBefore(deadline)) {
                    return new Outcome.Failed(why + ", and the time is up");
                }
                pause.pause(wait);
            }
        }
        return new Outcome.Failed(why + ", for the " + MAX_TRANSFERS + "th time");
    }

    private HttpRequest request(DumpFile file) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.at(file.path())).header("User-Agent", "gapless");
        if (received.get() > 0 && !version.isEmpty()) {
            request.header("Range", "bytes=" + received.get() + "-").header("If-Range", version);
        }
        return request.GET().build();
    }

    private BodySubscriber<Long> subscriber(ResponseInfo info) {
        if (info.statusCode() != OK && info.statusCode() != PARTIAL) {
            return BodySubscribers.replacing(0L);
        }
        try {
            if (info.statusCode() == OK || !goesOn(info.headers())) {
                received.set(0);
                digest.reset();
                to.truncate(0);
            }
            if (info.statusCode() == PARTIAL && received.get() == 0) {
                version = "";
                throw new IOException("another part came than was asked for");
            }
            version = info.headers().firstValue("ETag").orElse("");
            refuseWhatCannotBe(info.headers());
            transfer = new Transfer(to, digest, received, MAX_ZIP_BYTES);
            return transfer;
        } catch (IOException e) {
            return BodySubscribers.mapping(
                    BodySubscribers.discarding(),
                    _ -> {
                        throw new java.util.concurrent.CompletionException(e);
                    });
        }
    }

    private boolean goesOn(HttpHeaders headers) {
        return headers.firstValue("Content-Range").orElse("").startsWith("bytes " + received + "-");
    }

    private void refuseWhatCannotBe(HttpHeaders headers) throws NotBegunException {
        long more = headers.firstValueAsLong("Content-Length").orElse(0);
        if (more + received.get() > MAX_ZIP_BYTES) {
            throw new NotBegunException(
                    new Outcome.Refused("it has " + (more + received.get()) + " bytes"));
        }
        if (more + received.get() > room - SPARE_DISK) {
            throw new NotBegunException(
                    new Outcome.Failed(
                            "%d bytes do not fit on the disk of %s, which has %d left"
                                    .formatted(more, settings.folder(), room)));
        }
        if (!deadline.equals(Instant.MAX)) {
            Duration needed = Duration.ofSeconds(2 * more / PLANNED_RATE);
            if (clock.instant().plus(needed).isAfter(deadline)) {
                throw new NotBegunException(
                        new Outcome.Failed(more + " bytes are too many for the time that is left"));
            }
        }
    }

    /// There is no point in this transfer.
    private static final class NotBegunException extends IOException {
        private final transient Outcome outcome;

        NotBegunException(Outcome outcome) {
            this.outcome = outcome;
        }
    }

    private HttpResponse<Long> awaited(CompletableFuture<HttpResponse<Long>> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        long looks = Math.max(1, settings.stallTimeout().dividedBy(LOOK_EVERY));
        long before = received.get();
        long idle = 0;
        while (true) {
            try {
                return answer.get(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                idle = received.get() == before ? idle + 1 : 0;
                before = received.get();
            }
            if (idle >= looks) {
                throw new TimeoutException("nothing came for " + settings.stallTimeout());
            }
            if (!clock.instant().isBefore(deadline)) {
                throw new TimeoutException("the time was up");
            }
        }
    }

    private void stop(CompletableFuture<HttpResponse<Long>> answer) {
        answer.cancel(true);
        Optional.ofNullable(transfer).ifPresent(Transfer::stop);
        transfer = null;
    }

    private static String sentence(Throwable problem) {
        String message = problem.getMessage();
        return problem.getClass().getSimpleName()
                + (message == null ? "" : ": " + Excerpt.of(message, 200));
    }
}
