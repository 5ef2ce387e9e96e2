package io.gapless.config;

import io.gapless.trade.Excerpt;
import io.gapless.trade.SymbolSelection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads settings and collects everything that is wrong with them, to be told all at once.
///
/// A setting that is missing or wrong reads as its default, or as a stand-in, until [#valid] is asked
/// for the whole. Used by one thread.
public final class Environment {
    /// Most characters of a wrong value that are quoted.
    private static final int MAX_SHOWN = 200;

    /// Longest sentence about what is wrong, in characters.
    private static final int MAX_ERROR = 600;

    /// Longest time span accepted; what is longer cannot be counted in nanoseconds.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Map<String, String> variables;
    private final List<String> errors = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// Text that must be there.
    public String required(Setting setting) {
        return text(setting)
                .orElseGet(() -> {
                    errors.add(setting.variable() + " is not set: " + setting.meaning());
                    return "";
                });
    }

    /// Text that may be missing or blank.
    public Optional<String> text(Setting setting) {
        return foreign(setting.variable());
    }

    /// A variable that is not Gapless's own, unless it is missing or blank.
    public Optional<String> foreign(String variable) {
        return Optional.ofNullable(variables.get(variable))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /// A time span such as `500ms`, `60s`, `5m`, `1h`, or ISO-8601 such as `PT1M30S`.
    public Duration duration(Setting setting, Duration otherwise) {
        return value(
                setting,
                otherwise,
                text -> {
                    Duration duration = parseDuration(text);
                    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
                        throw new IllegalArgumentException("expected 0 to 36500d");
                    }
                    return duration;
                });
    }

    /// A whole number.
    public long number(Setting setting, long otherwise, long least, long most) {
        return value(
                setting,
                otherwise,
                text -> {
                    long number = Long.parseLong(text.replace("_", ""));
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(
                                "expected %d to %d".formatted(least, most));
                    }
                    return number;
                });
    }

    /// A name for logs, tables and keys: letters, digits, `.`, `_` and `-`, at most 100.
    public String name(Setting setting, String otherwise) {
        return value(
                setting,
                otherwise,
                text -> {
                    if (!NAME.matcher(text).matches()) {
                        throw new IllegalArgumentException(
                                "expected at most 100 letters, digits, dots, underscores and dashes");
                    }
                    return text;
                });
    }

    /// An absolute URL of one of these schemes, without a slash at its end.
    public URI url(Setting setting, String otherwise, Set<String> schemes) {
        return value(
                setting,
                URI.create(otherwise),
                text -> {
                    URI url = uri(text);
                    if (url.getRawUserInfo() != null) {
                        throw new IllegalArgumentException(
                                "a user name or password has no place in it");
                    }
                    if (url.getScheme() == null
                            || url.getHost() == null
                            || !schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))) {
                        throw new IllegalArgumentException(
                                "expected a URL that starts with " + schemes);
                    }
                    return url;
                });
    }

    /// The JDK's own message would quote all of it.
    private static URI uri(String text) {
        try {
            return new URI(text.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
    }

    /// Symbols and quote currencies; every wrong one is named.
    ///
    /// @return empty when something is wrong
    public Optional<SymbolSelection> symbols(Setting setting) {
        String text = required(setting);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SymbolSelection.parse(text));
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line -> errors.add(setting.variable() + ": " + line));
            return Optional.empty();
        }
    }

    /// Makes a part of the configuration out of settings, and notes what it refuses.
    ///
    /// @param part throws an [IllegalArgumentException], with a line for each thing that is wrong
    /// @return empty when it refused; [#valid] then throws
    public <T> Optional<T> part(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line -> errors.add(Excerpt.of(line, MAX_ERROR)));
            return Optional.empty();
        }
    }

    /// What is made of the settings, if all of them are right.
    ///
    /// @throws InvalidConfigurationException telling everything that is wrong
    public <T> T valid(Supplier<T> config) {
        if (errors.isEmpty()) {
            try {
                return config.get();
            } catch (IllegalArgumentException e) {
                errors.add(Excerpt.of(String.valueOf(e.getMessage()), MAX_ERROR));
            }
        }
        throw new InvalidConfigurationException(errors);
    }

    /// Reads a time span.
    ///
    /// @throws IllegalArgumentException saying what is accepted
    public static Duration parseDuration(String text) {
        Matcher simple = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected a time span such as 60s, 5m, 1h or PT1M", e);
        }
    }

    /// What is quoted of a wrong value: not the password that a URL may hold.
    private static String shown(String text) {
        return Excerpt.ofSetting(text, MAX_SHOWN);
    }

    private <T> T value(Setting setting, T otherwise, Function<String, T> parse) {
        @Nullable String text = text(setting).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            errors.add("%s=%s: expected a whole number".formatted(setting.variable(), shown(text)));
        } catch (IllegalArgumentException e) {
            errors.add(
                    "%s=%s: %s"
                            .formatted(
                                    setting.variable(),
                                    shown(text),
                                    Excerpt.of(String.valueOf(e.getMessage()), MAX_SHOWN)));
        }
        return otherwise;
    }
}
