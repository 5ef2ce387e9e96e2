package io.gapless.exchange.fault;

import io.gapless.exchange.tape.IdRange;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of one control request, read once each, so that a misspelt one is noticed.
final class Values {

    private static final Map<String, ChronoUnit> UNITS =
            Map.of(
                    "ms", ChronoUnit.MILLIS,
                    "s", ChronoUnit.SECONDS,
                    "m", ChronoUnit.MINUTES,
                    "h", ChronoUnit.HOURS);
    private static final Pattern PLAIN_DURATION = Pattern.compile("(-?[0-9]{1,12})(ms|s|m|h)");

    private final Map<String, String> unread;

    Values(Map<String, String> parameters) {
        unread = new HashMap<>(parameters);
        unread.remove("fault");
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(unread.remove(name)).filter(value -> !value.isBlank());
    }

    String text(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    double number(String name) {
        return Double.parseDouble(text(name));
    }

    int count(String name, int otherwise) {
        return optional(name).map(Integer::parseInt).orElse(otherwise);
    }

    long id(String name) {
        return Long.parseLong(text(name));
    }

    IdRange ids() {
        return new IdRange(id("from"), id("to"));
    }

    Duration duration(String name) {
        return parsed(name, text(name));
    }

    Duration duration(String name, Duration otherwise) {
        return optional(name).map(value -> parsed(name, value)).orElse(otherwise);
    }

    Optional<Duration> optionalDuration(String name) {
        return optional(name).map(value -> parsed(name, value));
    }

    OptionalInt connection() {
        return optional("connection")
                .map(value -> OptionalInt.of(Integer.parseInt(value)))
                .orElseGet(OptionalInt::empty);
    }

    Scope scope() {
        return new Scope(optional("symbol"), connection());
    }

    <E extends Enum<E>> E choice(String name, E otherwise, Class<E> type) {
        return optional(name)
                .map(value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    void refuseUnread() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("unknown parameters " + unread.keySet());
        }
    }

    private static Duration parsed(String name, String value) {
        Matcher plain = PLAIN_DURATION.matcher(value);
        if (plain.matches()) {
            long amount = Long.parseLong(plain.group(1));
            return Duration.of(amount, Objects.requireNonNull(UNITS.get(plain.group(2))));
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "%s must be a duration such as 10s, 500ms or PT10S: %s".formatted(name, value),
                    malformed);
        }
    }
}
