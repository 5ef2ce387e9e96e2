package io.gapless.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.binance.Refusal.BadRequest;
import io.gapless.binance.Refusal.Banned;
import io.gapless.binance.Refusal.Forbidden;
import io.gapless.binance.Refusal.RateLimited;
import io.gapless.binance.Refusal.RegionBlocked;
import io.gapless.binance.Refusal.Unavailable;
import io.gapless.binance.Refusal.UnknownSymbol;
import io.gapless.trade.Excerpt;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [Refusal] of a status, its `Retry-After` and an error body.
///
/// The body is usually `{"code":-1121,"msg":"Invalid symbol."}`, but the firewall sends HTML and a
/// gateway may send nothing.
final class RefusalReader {
    /// Added to every end of a ban: seconds in headers are whole, and clocks differ.
    static final Duration MARGIN = Duration.ofSeconds(1);

    /// After a 429 that does not say how long: the next minute has begun by then.
    static final Duration RATE_LIMIT_PAUSE = Duration.ofMinutes(1);

    /// After a 418 that does not say how long; bans begin at two minutes and grow.
    static final Duration BAN_PAUSE = Duration.ofMinutes(10);

    /// After a 403, which never says: a minute more than the five that it usually lasts.
    static final Duration FORBIDDEN_PAUSE = Duration.ofMinutes(6);

    /// After a 451: it does not pass, but the region may be a mistake of the exchange's.
    static final Duration REGION_PAUSE = Duration.ofHours(1);

    /// The longest ban there is, by Binance's documents; anything longer is a misunderstanding.
    static final Duration LONGEST_BAN = Duration.ofDays(3);

    /// Most characters of a body that are quoted to people.
    static final int MAX_QUOTED = 200;

    private static final Set<Integer> PASSING_CODES =
            Set.of(-1000, -1001, -1006, -1007, -1008, -1016);
    private static final int TOO_MANY_REQUESTS = -1003;
    private static final int ILLEGAL_CHARACTERS = -1100;
    private static final int INVALID_SYMBOL = -1121;

    private static final Pattern BANNED_UNTIL = Pattern.compile("banned until (\\d{13})\\b");
    private static final Pattern SYMBOL_PARAMETER = Pattern.compile("parameter '?symbols?'?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String asked;
    private final int status;
    private final Optional<String> retryAfter;
    private final Instant now;
    private final int code;
    private final String message;
    private final String said;

    private RefusalReader(
            String asked, int status, Optional<String> retryAfter, String body, Instant now) {
        this.asked = asked;
        this.status = status;
        this.retryAfter = retryAfter;
        this.now = now;
        JsonNode error = parsed(body);
        this.code = error.path("code").asInt(0);
        this.message = error.path("msg").asText("");
        this.said = code == 0 && message.isEmpty() ? quotable(body) : saidBy(code, message);
    }

    /// @param asked what was asked, for people
    /// @param retryAfter the header of that name
    /// @param body the beginning of the body, or nothing
    /// @param now by our clock
    static Refusal read(
            String asked, int status, Optional<String> retryAfter, String body, Instant now) {
        return new RefusalReader(asked, status, retryAfter, body, now).refusal();
    }

    /// The beginning of a text on one line, without anything that a terminal would obey.
    static String quotable(String text) {
        return Excerpt.of(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), MAX_QUOTED);
    }

    private Refusal refusal() {
        return switch (status) {
            case 451 -> new RegionBlocked(asked, now.plus(REGION_PAUSE), said);
            case 418 -> new Banned(asked, until(BAN_PAUSE), said);
            case 429 -> new RateLimited(asked, until(RATE_LIMIT_PAUSE), said);
            case 403 -> new Forbidden(asked, later(until(FORBIDDEN_PAUSE), FORBIDDEN_PAUSE), said);
            default -> byCode();
        };
    }

    private Refusal byCode() {
        if (code == TOO_MANY_REQUESTS) {
            return banEnd().isPresent()
                    ? new Banned(asked, until(BAN_PAUSE), said)
                    : new RateLimited(asked, until(RATE_LIMIT_PAUSE), said);
        }
        if (PASSING_CODES.contains(code) || status >= 500 || status == 408) {
            return new Unavailable(asked, said.isEmpty() ? "status " + status : said);
        }
        boolean illegalName =
                code == ILLEGAL_CHARACTERS && SYMBOL_PARAMETER.matcher(message).find();
        return code == INVALID_SYMBOL || illegalName
                ? new UnknownSymbol(asked, said)
                : new BadRequest(asked, status, said);
    }

    /// The later of what the header and the text say; `pause` from now when neither says anything.
    private Instant until(Duration pause) {
        Optional<Instant> byHeader = waitEnd();
        Optional<Instant> byText = banEnd().filter(end -> end.isAfter(now));
        Instant told =
                byHeader.isPresent() && byText.isPresent()
                        ? later(byHeader.get(), byText.get())
                        : byHeader.or(() -> byText).orElse(now.plus(pause));
        Instant latest = now.plus(LONGEST_BAN);
        return (told.isAfter(latest) ? latest : later(told, now)).plus(MARGIN);
    }

    private Optional<Instant> waitEnd() {
        return retryAfter.map(String::strip).flatMap(this::waitEnd);
    }

    private Optional<Instant> waitEnd(String header) {
        if (SECONDS.matcher(header).matches()) {
            return Optional.of(now.plusSeconds(Long.parseLong(header)));
        }
        try {
            return Optional.of(
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Optional<Instant> banEnd() {
        Matcher text = BANNED_UNTIL.matcher(message);
        return text.find()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text.group(1))))
                : Optional.empty();
    }

    private Instant later(Instant until, Duration atLeast) {
        return later(until, now.plus(atLeast));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static String saidBy(int code, String message) {
        return quotable(code == 0 ? message : code + " " + message);
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }
}
