package io.gapless.backfill.watch;

import io.gapless.archive.Checkpoints;
import io.gapless.backfill.repair.RepairReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells after a run how the archive stands: one line of metrics, see [RepairMetricsLine].
public final class HealthLine {
    private static final Logger LOG = LoggerFactory.getLogger(HealthLine.class);

    private final String archive;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Consumer<String> lines;

    /// @param archive the bucket
    /// @param lines gets the line
    public HealthLine(
            String archive, Checkpoints checkpoints, InstantSource clock, Consumer<String> lines) {
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.lines = lines;
    }

    /// Tells it, if it can be told. What was repaired is repaired, whatever is wrong here: nothing is
    /// thrown, and a line that cannot be made is a warning in the log.
    public void tell(RepairReport report) {
        try {
            Instant now = clock.instant();
            ArchiveHealth health = ArchiveHealth.of(checkpoints.all(), now);
            lines.accept(RepairMetricsLine.of(archive, report, health, now));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("archive", archive)
                    .addKeyValue("problem", e.getMessage())
                    .setCause(e)
                    .log("no metrics of this run: how the archive stands cannot be told");
        }
    }
}
