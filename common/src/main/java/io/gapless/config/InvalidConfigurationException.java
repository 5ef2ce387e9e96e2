package io.gapless.config;

import java.util.List;

/// Settings that cannot work. The message has a line for each.
public class InvalidConfigurationException extends RuntimeException {
    private final transient List<String> errors;

    public InvalidConfigurationException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /// One sentence for each thing that is wrong.
    public List<String> errors() {
        return errors;
    }
}
