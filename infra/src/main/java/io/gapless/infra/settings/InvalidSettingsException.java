package io.gapless.infra.settings;

import java.util.List;

/// Settings that cannot work. The message has a sentence for each, on a line of its own.
public class InvalidSettingsException extends RuntimeException {
    private final transient List<String> sentences;

    public InvalidSettingsException(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /// One for each thing that is wrong.
    public List<String> sentences() {
        return sentences;
    }
}
