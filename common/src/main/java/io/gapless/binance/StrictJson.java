package io.gapless.binance;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/// How JSON of the exchange is read, whatever is in it: exactly or not at all, and never with more memory
/// or stack than a known answer could need.
public final class StrictJson {
    /// Deepest nesting accepted, in ignored fields too; `exchangeInfo` has five levels.
    private static final int MAX_DEPTH = 32;

    /// Longest number accepted, in characters; 64 bits have 20.
    private static final int MAX_NUMBER = 100;

    /// Longest text or key accepted, in characters. No field has more than some hundred.
    private static final int MAX_TEXT = 10_000;

    private StrictJson() {}

    /// For a factory, which may have further wishes.
    public static JsonFactoryBuilder builder() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxStringLength(MAX_TEXT)
                                .maxNameLength(MAX_TEXT)
                                .maxNumberLength(MAX_NUMBER)
                                .build())
                // Of two values under one key, who is to say which one is meant?
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }
}
