package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.InMemoryArchive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.trade.Coverage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Proves at any moment what the archive promises, from the objects and the checkpoint. Objects are
/// read once: they cannot change. For archives of one symbol.
public final class ArchiveProof {
    private final InMemoryArchive archive;
    private final Map<String, Content> contents = new HashMap<>();

    public ArchiveProof(InMemoryArchive archive) {
        this.archive = archive;
    }

    /// Proves that every id is there at most once, that what is archived is there, and that what is
    /// there is archived or claimed.
    public void check(Checkpoint checkpoint) {
        check(contents(), checkpoint);
    }

    /// Ids in objects with rows.
    ///
    /// @throws AssertionError when an id is in two objects
    public Coverage idsWithRows() {
        return idsWithRows(contents());
    }

    /// How many voids there are.
    public long voids() {
        return contents().values().stream().filter(Content.Void.class::isInstance).count();
    }

    private Map<String, Content> contents() {
        for (String key : archive.keys()) {
            if (key.startsWith(BatchKey.ROOT)) {
                contents.computeIfAbsent(
                        key,
                        _ ->
                                new BatchCodec()
                                        .decode(
                                                BatchKey.parse(key),
                                                archive.get(key).orElseThrow()));
            }
        }
        return contents;
    }

    static void check(Map<String, Content> contents, Checkpoint checkpoint) {
        Coverage withRows = idsWithRows(contents);
        Coverage missing = checkpoint.stored().minus(withRows);
        if (!missing.isEmpty()) {
            throw new AssertionError("archived, and in no object: " + missing);
        }
        Set<String> claimed = new HashSet<>();
        for (Claim claim : checkpoint.claims()) {
            claimed.add(claim.key().toString());
        }
        contents.forEach((key, content) -> {
            if (content instanceof Content.Rows
                    && !checkpoint.stored().contains(BatchKey.parse(key).range())
                    && !claimed.contains(key)) {
                throw new AssertionError(
                        "neither archived nor claimed: %s; %s".formatted(key, checkpoint));
            }
        });
    }

    private static Coverage idsWithRows(Map<String, Content> contents) {
        Coverage ids = Coverage.EMPTY;
        for (Map.Entry<String, Content> object : contents.entrySet()) {
            if (object.getValue() instanceof Content.Rows) {
                BatchKey key = BatchKey.parse(object.getKey());
                if (ids.overlaps(key.range())) {
                    throw new AssertionError("trades are there twice: " + contents.keySet());
                }
                ids = ids.plus(key.range());
            }
        }
        return ids;
    }
}
