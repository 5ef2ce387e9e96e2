package io.gapless.dump;

import io.gapless.protocol.Pause;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Dumps from a host laid out like `data.binance.vision`. A file is streamed to the disk while its SHA-256
/// is taken; one that does not match is fetched once more, because it may just be replaced.
public final class HttpDumpHistory implements DumpHistory, AutoCloseable {
    /// Fetches of one file before a checksum counts as wrong.
    static final int MAX_FETCHES = 2;

    private static final int MAX_CHECKSUM_BYTES = 4096;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String PREFIX = "gapless-dump-";

    private final DumpSettings settings;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final HttpClient http;

    /// @param random for spreading retries
    public HttpDumpHistory(
            DumpSettings settings, InstantSource clock, Pause pause, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        this.http =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .build();
    }

    /// The files of a host as this machine's clock sees them, with the usual time-outs; none without one.
    ///
    /// @param base scheme and host, such as `https://data.binance.vision`
    /// @param folder for temporary files
    public static DumpHistory of(Optional<URI> base, Path folder) {
        return base.<DumpHistory>map(url ->
                        new HttpDumpHistory(
                                DumpSettings.at(url, folder),
                                Clock.systemUTC(),
                                time -> Thread.sleep(time),
                                new SecureRandom()))
                .orElse(NONE);
    }

    @Override
    public DumpDay day(Symbol symbol, LocalDate date, Instant deadline)
            throws InterruptedException {
        DumpFile file = new DumpFile(symbol, date);
        if (symbol.idSpace() != 1) {
            return new DumpDay.NotPublished(file);
        }
        String last = "";
        for (int fetches = 0; fetches < MAX_FETCHES; fetches++) {
            DumpDay day;
            try {
                day = fetch(file, deadline);
            } catch (BrokenDumpException e) {
                return new DumpDay.Broken(file, String.valueOf(e.getMessage()));
            } catch (UnreachableException e) {
                return new DumpDay.Unavailable(file, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                return new DumpDay.Unavailable(
                        file, "the disk of %s: %s".formatted(settings.folder(), e.getMessage()));
            }
            if (!(day instanceof DumpDay.Broken broken)) {
                return day;
            }
            last = broken.why();
        }
        return new DumpDay.Broken(file, last);
    }

    @Override
    public boolean isPublished(Symbol symbol, LocalDate date) throws InterruptedException {
        try {
            return symbol.idSpace() == 1 && checksum(new DumpFile(symbol, date)).statusCode() == OK;
        } catch (UnreachableException | BrokenDumpException _) {
            return false;
        }
    }

    /// Deletes what processes left behind that were killed in the middle of a dump. Only where no other
    /// process uses the folder.
    public static void clearLeftovers(Path folder) {
        try (Stream<Path> files =
                Files.exists(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            for (Path left :
                    files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList()) {
                Files.deleteIfExists(left);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private DumpDay fetch(DumpFile file, Instant deadline)
            throws IOException, BrokenDumpException, InterruptedException {
        HttpResponse<String> published = checksum(file);
        if (published.statusCode() == NOT_FOUND) {
            return new DumpDay.NotPublished(file);
        }
        Checksum checksum = Checksum.of(published.body(), file);
        Files.createDirectories(settings.folder());
        Path zip = Files.createTempFile(settings.folder(), PREFIX, ".zip");
        boolean kept = false;
        try {
            Download.Outcome outcome = download(file, zip, deadline);
            DumpDay day =
                    switch (outcome) {
                        case Download.Outcome.Missing() -> new DumpDay.NotPublished(file);
                        case Download.Outcome.Refused(var why) ->
                                throw new BrokenDumpException(file + ": " + why);
                        case Download.Outcome.Failed(var why) ->
                                throw new UnreachableException(file + " " + why);
                        case Download.Outcome.Whole(var sha256) ->
                                compared(file, zip, checksum, sha256);
                    };
            kept = day instanceof DumpDay.Published;
            return day;
        } finally {
            if (!kept) {
                Files.deleteIfExists(zip);
            }
        }
    }

    private static DumpDay compared(DumpFile file, Path zip, Checksum checksum, byte[] sha256) {
        String found = HexFormat.of().formatHex(sha256);
        return found.equals(checksum.sha256())
                ? new DumpDay.Published(new DailyDump(file, zip, found))
                : new DumpDay.Broken(
                        file,
                        "%s has the SHA-256 %s, and %s is published"
                                .formatted(file, found, checksum.sha256()));
    }

    private Download.Outcome download(DumpFile file, Path zip, Instant deadline)
            throws IOException, InterruptedException {
        try (FileChannel to = FileChannel.open(zip, StandardOpenOption.WRITE)) {
            long room = Files.getFileStore(zip).getUsableSpace();
            return new Download(settings, http, clock, pause, random, deadline, to, room).run(file);
        }
    }

    private HttpResponse<String> checksum(DumpFile file)
            throws UnreachableException, BrokenDumpException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(settings.at(file.checksumPath()))
                        .header("User-Agent", "gapless")
                        .GET()
                        .build();
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofString(), MAX_CHECKSUM_BYTES));
        try {
            HttpResponse<String> response =
                    answer.get(settings.stallTimeout().toNanos(), TimeUnit.NANOSECONDS);
            int status = response.statusCode();
            if (status != OK && status != NOT_FOUND) {
                throw new UnreachableException(
                        "%s.CHECKSUM: status %d: %s"
                                .formatted(file, status, Excerpt.of(response.body(), 160)));
            }
            return response;
        } catch (TimeoutException _) {
            throw new UnreachableException(
                    "%s.CHECKSUM: no answer within %s".formatted(file, settings.stallTimeout()));
        } catch (ExecutionException e) {
            String said = String.valueOf(e.getMessage());
            if (said.contains("exceeds") && said.contains(Integer.toString(MAX_CHECKSUM_BYTES))) {
                throw new BrokenDumpException(file + ".CHECKSUM is larger than a checksum");
            }
            throw new UnreachableException(
                    "%s.CHECKSUM: %s".formatted(file, Excerpt.of(said, 200)));
        } finally {
            answer.cancel(true);
        }
    }

    /// Nobody there, or nothing sensible heard.
    private static final class UnreachableException extends IOException {
        UnreachableException(String message) {
            super(message);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Gives up what is under way.
    @Override
    public void close() {
        http.shutdownNow();
    }
}
