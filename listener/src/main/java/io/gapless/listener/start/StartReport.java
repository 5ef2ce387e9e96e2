package io.gapless.listener.start;

import io.gapless.archive.Checkpoint;
import java.util.List;

/// What came of a start.
///
/// @param checkpoints of the symbols to listen to, in the configured order, each followed; at least one
public record StartReport(List<Checkpoint> checkpoints, List<Notice> notices) {
    public StartReport {
        checkpoints = List.copyOf(checkpoints);
        notices = List.copyOf(notices);
    }
}
