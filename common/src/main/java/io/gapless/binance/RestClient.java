package io.gapless.binance;

import io.gapless.binance.BoundedBody.Beyond;
import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/// Sends GET requests to the exchange and makes a [Reply] of whatever comes back, or does not.
///
/// One connection is kept and used again; its threads are daemons. A request that was sent on a
/// connection which the other side was just closing is sent once more by the JDK's client.
final class RestClient implements AutoCloseable {
    /// The largest error body that is looked at; the rest of it is cut off.
    static final int MAX_ERROR_BYTES = 64 * 1024;

    private static final int OK = 200;
    private static final String GZIP = "gzip";

    private final RestSettings settings;
    private final InstantSource clock;
    private final Consumer<Receipt> receipts;
    private final HttpClient http;

    /// @param tls whom to trust; the server must prove the host's name in any case
    RestClient(
            RestSettings settings,
            InstantSource clock,
            Consumer<Receipt> receipts,
            SSLContext tls) {
        this.settings = settings;
        this.clock = clock;
        this.receipts = receipts;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .build();
    }

    /// @param asked what is asked, for people, without the host
    /// @param pathAndQuery such as `time`, encoded already
    /// @param maxBytes the largest body accepted, packed and unpacked
    <T> Reply<T> get(String asked, String pathAndQuery, int maxBytes, JsonAnswer.Format<T> format) {
        String where = asked + " at " + settings.host();
        Instant sentAt = clock.instant();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request(pathAndQuery), info -> body(info, maxBytes));
        try {
            HttpResponse<byte[]> response =
                    answer.get(settings.callTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return received(where, sentAt, response, maxBytes, format);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return unavailable(where, "no whole answer within " + settings.callTimeout());
        } catch (ExecutionException e) {
            return failed(where, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return unavailable(where, "interrupted while waiting for it");
        }
    }

    /// Gives up what is under way.
    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(String pathAndQuery) {
        return HttpRequest.newBuilder(settings.endpoint(pathAndQuery))
                .header("X-MBX-TIME-UNIT", "MICROSECOND")
                .header("Accept-Encoding", GZIP)
                .header("User-Agent", "gapless")
                .GET()
                .build();
    }

    private static BoundedBody body(HttpResponse.ResponseInfo info, int maxBytes) {
        return info.statusCode() == OK
                ? new BoundedBody(maxBytes, Beyond.FAIL)
                : new BoundedBody(MAX_ERROR_BYTES, Beyond.CUT);
    }

    private <T> Reply<T> received(
            String where,
            Instant sentAt,
            HttpResponse<byte[]> response,
            int maxBytes,
            JsonAnswer.Format<T> format) {
        Instant now = clock.instant();
        HttpHeaders headers = response.headers();
        receipts.accept(new Receipt(sentAt, now, date(headers), usedWeight(headers)));
        if (response.statusCode() != OK) {
            String body = beginning(response, MAX_ERROR_BYTES);
            return new Refused<>(
                    RefusalReader.read(
                            where,
                            response.statusCode(),
                            headers.firstValue("Retry-After"),
                            body,
                            now));
        }
        try (InputStream body = unpacked(response, maxBytes)) {
            return new Answered<>(JsonAnswer.read(body, format));
        } catch (MalformedAnswerException e) {
            return unreadable(where, String.valueOf(e.getMessage()), response);
        } catch (IOException e) {
            return unreadable(where, "cannot be unpacked: " + e.getMessage(), response);
        }
    }

    private static <T> Reply<T> failed(String where, Throwable cause) {
        if (cause instanceof BoundedBody.TooLargeException tooLarge) {
            return new Refused<>(
                    new Refusal.Unreadable(where, String.valueOf(tooLarge.getMessage()), ""));
        }
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        if (message == null && cause instanceof ConnectException) {
            message = "nobody there, or no way there";
        }
        return unavailable(where, message == null ? kind : kind + ": " + message);
    }

    private static <T> Reply<T> unavailable(String where, String said) {
        return new Refused<>(new Refusal.Unavailable(where, said));
    }

    private static <T> Reply<T> unreadable(
            String where, String place, HttpResponse<byte[]> response) {
        String sample = RefusalReader.quotable(beginning(response, 4 * RefusalReader.MAX_QUOTED));
        return new Refused<>(new Refusal.Unreadable(where, place, sample));
    }

    private static String beginning(HttpResponse<byte[]> response, int maxBytes) {
        try (InputStream body = unpacked(response, Integer.MAX_VALUE)) {
            return new String(body.readNBytes(maxBytes), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private static InputStream unpacked(HttpResponse<byte[]> response, int maxBytes)
            throws IOException {
        InputStream body = new ByteArrayInputStream(response.body());
        Optional<String> encoding = response.headers().firstValue("Content-Encoding");
        return encoding.filter(GZIP::equalsIgnoreCase).isPresent()
                ? new BoundedInput(new GZIPInputStream(body), maxBytes)
                : body;
    }

    private static Optional<Integer> usedWeight(HttpHeaders headers) {
        try {
            return headers.firstValue("X-MBX-USED-WEIGHT-1M").map(Integer::valueOf);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(HttpHeaders headers) {
        try {
            return headers.firstValue("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(ZonedDateTime::toInstant);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
