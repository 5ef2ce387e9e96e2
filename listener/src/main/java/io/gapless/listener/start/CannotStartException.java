package io.gapless.listener.start;

import java.util.List;

/// A listener cannot work here. Nothing was subscribed to, and nothing can have been lost.
public class CannotStartException extends RuntimeException {
    private final transient List<String> reasons;

    public CannotStartException(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /// One sentence or two for each thing that stands in the way, with what to do about it.
    public List<String> reasons() {
        return reasons;
    }
}
