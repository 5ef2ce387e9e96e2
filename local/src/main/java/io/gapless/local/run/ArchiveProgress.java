package io.gapless.local.run;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Gap;
import io.gapless.trade.Coverage;
import java.util.List;
import java.util.OptionalLong;

/// How far the archive is, by its checkpoints.
///
/// @param archived trades stored
/// @param missing ids known to be missing
/// @param claims ranges somebody is writing
record ArchiveProgress(long archived, long missing, int claims) {
    static ArchiveProgress of(Checkpoints checkpoints) {
        List<Checkpoint> all = checkpoints.all();
        long archived = all.stream().map(Checkpoint::stored).mapToLong(Coverage::size).sum();
        long missing =
                all.stream()
                        .flatMap(c -> c.gaps(OptionalLong.empty()).stream())
                        .map(Gap::range)
                        .mapToLong(range -> range.size())
                        .sum();
        return new ArchiveProgress(
                archived, missing, all.stream().mapToInt(c -> c.claims().size()).sum());
    }

    @Override
    public String toString() {
        return "archived %,d, known missing %,d, claims %d".formatted(archived, missing, claims);
    }
}
