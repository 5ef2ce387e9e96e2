package io.gapless.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairReport.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairCommandTest {
    private static RepairReport ended(Ending ending) {
        return new RepairReport(
                Instant.EPOCH, Instant.EPOCH, ending, "", Optional.empty(), List.of());
    }

    @Test
    void aRepairThatCouldNotLookIsNotDone() {
        assertThat(RepairCommand.isDone(ended(Ending.UNAVAILABLE))).isFalse();
    }

    @Test
    void aRepairThatFoundNothingIsDone() {
        assertThat(RepairCommand.isDone(ended(Ending.DONE))).isTrue();
    }
}
