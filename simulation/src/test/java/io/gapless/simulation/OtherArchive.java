package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import java.util.Map;
import java.util.Optional;

/// An archive that is another one, but for what is overridden.
class OtherArchive implements Archive {
    private final Archive other;

    OtherArchive(Archive other) {
        this.other = other;
    }

    @Override
    public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
        return other.put(key, body, metadata);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return other.get(key);
    }

    @Override
    public Page list(String prefix, Optional<String> after) {
        return other.list(prefix, after);
    }
}
