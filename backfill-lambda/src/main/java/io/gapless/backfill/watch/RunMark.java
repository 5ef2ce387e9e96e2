package io.gapless.backfill.watch;

import io.gapless.archive.Marks;
import io.gapless.archive.Marks.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps scheduled runs apart: while one is under way, another ends at once. The protocol is safe
/// either way; two runs would only ask the exchange the same twice.
///
/// The mark ends by itself, so a run that was killed stops nobody for long.
public final class RunMark {
    public static final String NAME = "run/scheduled";

    /// No invocation lives longer. A mark that ends later than that was set by a wrong clock, and must
    /// not stop every run until then.
    static final Duration MAX_LIFE = Duration.ofMinutes(15);

    /// Marks are cut to this, so a mark that ends at an instant ends before the next one.
    private static final Duration TICK = Duration.ofNanos(1_000);

    private final Marks marks;
    private final String run;

    /// @param run tells runs apart, such as the request's id; it stays the same when Lambda tries one
    ///     again
    public RunMark(Marks marks, String run) {
        this.marks = marks;
        this.run = run;
    }

    /// Begins the run, unless another one is under way.
    ///
    /// @param until when it has ended whatever happens
    /// @return until when the other one may go on; empty when this one has begun
    public Optional<Instant> begin(Instant now, Instant until) {
        if (marks.set(new Mark(NAME, until, run), now.plus(TICK))) {
            return Optional.empty();
        }
        // Refused by another run's mark, or by this one's own: the reply to the first try was lost,
        // or Lambda tries again what has failed.
        return marks.find(NAME)
                .filter(mark -> !mark.note().equals(run))
                .map(Mark::until)
                .filter(other -> other.isAfter(now) && !other.isAfter(now.plus(MAX_LIFE)));
    }

    /// The run has ended, and the next may begin.
    public void end(Instant now) {
        marks.find(NAME)
                .filter(mark -> mark.note().equals(run))
                .ifPresent(mark -> {
                    // Refused only if another run has begun meanwhile.
                    var _ = marks.set(new Mark(NAME, now, run), mark.until().plus(TICK));
                });
    }
}
