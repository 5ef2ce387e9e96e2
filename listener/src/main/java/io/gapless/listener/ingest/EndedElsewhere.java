package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Notices that another listener has ended the following of a symbol that goes on to be archived here.
///
/// A deploy that removes a symbol does so while the old listener still runs, for some minutes. Who runs on
/// for longer is the one that is meant: the other was started late with an old list, or was withdrawn.
///
/// For the ingest thread alone.
final class EndedElsewhere {
    /// Who listens for so long after the end is not the old listener of a deploy.
    static final Duration LONGEST_DEPLOY = Duration.ofMinutes(15);

    /// Between two looks counts at most so much: a process that was paused, or whose clock jumped, has
    /// not listened all that time.
    static final Duration LONGEST_TURN = Duration.ofSeconds(10);

    private Optional<Wanted.Ended> ended = Optional.empty();
    private Duration listened = Duration.ZERO;
    private Instant lookedAt = Instant.MIN;

    /// The end to go on from, if it is time to do so. One that no trade came after is left alone: nothing
    /// is lost, and the symbol may be gone.
    Optional<Wanted.Ended> toGoOnFrom(Checkpoint known, IdSpace ids, Instant now) {
        Optional<Wanted.Ended> newest = known.wanted().ended();
        if (newest.isEmpty() || !newest.equals(ended)) {
            ended = newest;
            listened = Duration.ZERO;
        } else {
            listened = listened.plus(turn(Duration.between(lookedAt, now)));
        }
        lookedAt = now;
        return ended.filter(
                end -> listened.compareTo(LONGEST_DEPLOY) >= 0 && ids.hasReached(end.at()));
    }

    /// A clock that was set back takes nothing away.
    private static Duration turn(Duration since) {
        Duration atMost = since.compareTo(LONGEST_TURN) < 0 ? since : LONGEST_TURN;
        return atMost.isNegative() ? Duration.ZERO : atMost;
    }
}
