package io.gapless.backfill.watch;

import io.gapless.archive.StorageUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduled run, which does nothing while another one is under way.
public final class ScheduledRun {
    /// What the answer of a run that did nothing says under `ended`.
    public static final String LEFT = "LEFT_TO_ANOTHER_RUN";

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledRun.class);

    private final RunMark mark;
    private final InstantSource clock;

    public ScheduledRun(RunMark mark, InstantSource clock) {
        this.mark = mark;
        this.clock = clock;
    }

    /// Runs it, and lets the next begin when it has ended, however it ended.
    ///
    /// @param until when it has ended whatever happens
    /// @return its answer, or one that says that another run is under way
    public Map<String, Object> unlessAnotherIsUnderWay(
            Instant until, Supplier<Map<String, Object>> run) {
        Optional<Instant> other = begin(until);
        if (other.isPresent()) {
            LOG.atInfo().addKeyValue("until", other.get()).log("left to another run");
            return Map.of(
                    "ended",
                    LEFT,
                    "why",
                    "another scheduled run is under way, until %s at the latest"
                            .formatted(other.get()));
        }
        try {
            return run.get();
        } finally {
            end();
        }
    }

    /// A table that does not answer is the run's to tell; two runs at once do no harm.
    private Optional<Instant> begin(Instant until) {
        try {
            return mark.begin(clock.instant(), until);
        } catch (StorageUnavailableException e) {
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("run is not marked");
            return Optional.empty();
        }
    }

    private void end() {
        try {
            mark.end(clock.instant());
        } catch (StorageUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("run stays marked, and ends by its time");
        }
    }
}
