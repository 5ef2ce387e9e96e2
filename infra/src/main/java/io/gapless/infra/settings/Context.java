package io.gapless.infra.settings;

import io.gapless.config.Environment;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads settings and collects what is wrong with them. What is wrong reads as its default. Used by
/// one thread.
final class Context {
    private final Function<String, Optional<String>> lookUp;
    private final List<String> errors = new ArrayList<>();

    Context(Function<String, Optional<String>> lookUp) {
        this.lookUp = lookUp;
    }

    /// What the user wrote, unless it is missing or blank.
    Optional<String> named(ContextKey key) {
        return lookUp.apply(key.key()).map(String::strip).filter(text -> !text.isEmpty());
    }

    String text(ContextKey key) {
        return named(key).orElse(key.otherwise());
    }

    List<String> list(ContextKey key) {
        return Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    /// Reads a value.
    ///
    /// @param parse throws an [IllegalArgumentException] that says what was expected
    <T> T value(ContextKey key, Function<String, T> parse) {
        try {
            return parse.apply(text(key));
        } catch (IllegalArgumentException e) {
            error("%s=%s: %s.".formatted(key.key(), text(key), e.getMessage()));
            return parse.apply(key.otherwise());
        }
    }

    int number(ContextKey key, int least, int most) {
        return value(
                key,
                text -> {
                    String expected =
                            "expected a whole number from %d to %d".formatted(least, most);
                    int number;
                    try {
                        number = Integer.parseInt(text.replace("_", ""));
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(expected, e);
                    }
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(expected);
                    }
                    return number;
                });
    }

    Duration duration(ContextKey key, Duration least, Duration most) {
        return value(
                key,
                text -> {
                    Duration span = Environment.parseDuration(text);
                    if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
                        throw new IllegalArgumentException(
                                "expected %s to %s".formatted(simple(least), simple(most)));
                    }
                    return span;
                });
    }

    /// @return empty when nothing is set, or something is wrong
    Optional<SymbolSelection> selection(ContextKey key) {
        if (named(key).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SymbolSelection.parse(String.join(",", list(key))));
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line -> error("%s: %s.".formatted(key.key(), line)));
            return Optional.empty();
        }
    }

    List<Symbol> symbols(ContextKey key) {
        List<Symbol> symbols = new ArrayList<>();
        for (String name : list(key)) {
            try {
                symbols.add(Symbol.of(name));
            } catch (IllegalArgumentException e) {
                error("%s: %s.".formatted(key.key(), e.getMessage()));
            }
        }
        return symbols;
    }

    void error(String sentence) {
        errors.add(sentence);
    }

    /// @throws InvalidSettingsException if anything was wrong
    void requireValid() {
        if (!errors.isEmpty()) {
            throw new InvalidSettingsException(errors);
        }
    }

    /// As the settings are written: `90s`, `5m`.
    static String simple(Duration span) {
        return span.toSecondsPart() == 0 && span.toNanosPart() == 0
                ? span.toMinutes() + "m"
                : span.toSeconds() + "s";
    }
}
